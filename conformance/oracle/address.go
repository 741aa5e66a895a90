package oracle

import "github.com/ecsim/ecsim/model"

// readdress translates the addresses that a call names into the model's terms:
// an address that the target chose for a resource becomes the one that the
// model chose for it, and the other way round. Otherwise a target would be
// blamed for refusing an address that it has assigned and the model has not.
func readdress(adopted map[fieldKey]adoption, p PossibleWorld, params model.Params) {
	for _, param := range []string{"PrivateIpAddress", "PrimaryIpAddress"} {
		if value := params[param]; value != "" {
			params[param] = addressInModel(adopted, p, value)
		}
	}
}

func addressInModel(adopted map[fieldKey]adoption, p PossibleWorld, value string) string {
	var chosen, made fieldKey // by the first name, so that equal runs agree
	for at, a := range adopted {
		if at.field != "PrivateIpAddress" || a.model == a.target || !p.alive(at.name) {
			continue
		}
		if a.target == value && (chosen.name == "" || at.name < chosen.name) {
			chosen = at
		}
		if a.model == value && (made.name == "" || at.name < made.name) {
			made = at
		}
	}
	switch {
	case chosen.name != "":
		return adopted[chosen].model
	case made.name != "":
		return adopted[made].target
	default:
		return value
	}
}
