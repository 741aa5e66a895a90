package generate

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// instanceTypeParam is the parameter that decides which figures an instance reaches.
const instanceTypeParam = "InstanceType"

// withOwnTypes adds the types of another target to a loop over types: each that
// reaches its figures and that the loop does not have.
func (b *setupBuilder) withOwnTypes(over []model.Params) []model.Params {
	if b.own == nil || !slices.ContainsFunc(over, onlyType) {
		return over
	}
	has := map[string]bool{}
	for _, p := range over {
		has[b.own.Params(p)[instanceTypeParam]] = true
	}
	out := slices.Clip(over)
	for _, t := range types(b.start.World) {
		if !has[t] {
			out = append(out, model.Params{instanceTypeParam: t})
		}
	}
	return out
}

// onlyType says that the parameters choose an instance type, and nothing else.
func onlyType(p model.Params) bool {
	t, ok := p[instanceTypeParam]
	return ok && len(p) == 1 && t != ecs.Trunk
}

// mostCards limits the interfaces that are attached to one instance.
const mostCards = 3

// crowdedSetups attach one interface after another to an instance of each type
// until it is full: only then do the figures of all interfaces together matter.
func crowdedSetups() []model.Setup {
	const create, attach = "CreateNetworkInterface", "AttachNetworkInterface"
	chain := []model.Setup{{Name: "crowded0", Op: "CreateInstance", Varied: true, Passing: true}}
	for n := range mostCards {
		card, at := strconv.Itoa(n+1), strconv.Itoa(n)
		chain = append(chain,
			model.Setup{Name: "card" + card, From: "crowded" + at, Op: create, Also: ecs.KindInstance},
			model.Setup{
				Name: "crowded" + card, From: "card" + card, Op: attach,
				Params: model.Params{"NetworkInterfaceId": "$e" + card, "InstanceId": "$i1"},
			})
	}
	return []model.Setup{{Over: []model.Params{{instanceTypeParam: "ecs.g7.xlarge"}}, Then: chain}}
}
