// House measures how well one can walk this module: how many files a room has,
// how many of them reach each other, where kinds of resources are listed by
// hand, and the like. It exits with 1 where a bar is broken; -report only
// prints. `make house` runs it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

var errBroken = errors.New("the house is not as it should be: see BROKEN above")

func main() {
	report := flag.Bool("report", false, "print the figures, and do not fail where a bar is broken")
	all := flag.Bool("all", false, "print every name and place, not only the count")
	flag.Parse()
	if err := run(os.Stdout, ".", *all); err != nil && (!*report || !errors.Is(err, errBroken)) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer, dir string, all bool) error {
	h, err := loadHouse(dir)
	if err != nil {
		return err
	}
	f, err := h.measure()
	if err != nil {
		return err
	}
	f.print(w, all)
	broken := f.broken()
	for _, b := range broken {
		fmt.Fprintln(w, "BROKEN", b)
	}
	if len(broken) > 0 {
		return errBroken
	}
	return nil
}
