package eni

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// eniModifyReadings are the other readings of rows of
// ModifyNetworkInterfaceAttribute, as the catalog lists them, by row. A row that
// lists others and is not here may be about any call.
func eniModifyReadings() map[int]model.Readings {
	given := model.Given
	return map[int]model.Readings{
		1:  model.MayRefuse("the type of the ENI, or its traffic mode, may have no queues to set", queuesGiven),
		12: model.MayRefuse("the queue depth may need a newer type, or Linux", depthGiven),
		13: model.Narrower(), // one of the two may be compared with the present value of the other
		14: model.Narrower(), // two equal values may be accepted
		21: model.Narrower(), // perhaps only while the ENI is InUse
		24: model.Narrower(), // perhaps only when Standard is named in the same call
		28: model.Narrower(), // the stored values may be accepted
		31: model.Narrower(), // perhaps only for true
		43: model.MayRefuse("until 2021 the groups of a primary ENI were changed through its instance only", model.Both(given("SecurityGroupId"), ecs.EniTypeIs(ecs.Primary))),
		45: model.Narrower(), // perhaps only the mix inside the list
		49: model.MayRefuse("the row may be about the queue number inside NetworkInterfaceTrafficConfig, too", given(TrafficQueues)),
		51: model.MayRefuse("a number that is no power of two may be meant", queuesGiven),
		60: model.MayRefuse("the code allows name and description alone", given("SourceDestCheck"), trackingGiven),
	}
}
