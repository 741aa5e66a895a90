package secondcloud

import "fmt"

func (c *Cloud) plant(name string) error {
	return fmt.Errorf("no fault is called %s", name)
}
