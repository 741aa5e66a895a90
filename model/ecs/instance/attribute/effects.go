package attribute

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// WithDefault returns the effect of a parameter with a default on the page.
func WithDefault(e model.Effect) model.Effect { e.Kept = ecs.KeptOverDefault(); return e }

// ChangesText is the effect of a text parameter on the instance.
func ChangesText(param, seen string, change func(*ecs.Instance, string)) model.Effect {
	return model.Effect{Name: param, When: model.Given(param), SeenBy: seen, Do: func(r *model.Request) {
		ecs.SetInstance(r, func(i *ecs.Instance) { change(i, r.Text(param)) })
	}}
}

// ChangesFlag is the effect of a Boolean parameter on the instance.
func ChangesFlag(param, seen string, change func(*ecs.Instance, bool)) model.Effect {
	return model.Effect{Name: param, When: model.Given(param), SeenBy: seen, Do: func(r *model.Request) {
		ecs.SetInstance(r, func(i *ecs.Instance) { change(i, r.IsTrue(param)) })
	}}
}

// ChangesNumber is the effect of an integer parameter on the instance.
func ChangesNumber(param, seen string, change func(*ecs.Instance, int)) model.Effect {
	return model.Effect{Name: param, When: model.Given(param), SeenBy: seen, Do: func(r *model.Request) {
		n, _ := r.Integer(param)
		ecs.SetInstance(r, func(i *ecs.Instance) { change(i, n) })
	}}
}

// Shown returns an effect that is Shown at once.
func Shown(e model.Effect) model.Effect { e.Timing = ShownAtOnce(); return e }

// Timed returns an effect with the basis of its timing.
func Timed(e model.Effect, b model.Basis) model.Effect { e.Timing = b; return e }

// ShownAtOnce is how it is Known that a setting is Shown before the instance is
// started again.
func ShownAtOnce() model.Basis {
	return model.Inferred("the page names no time, and a setting of the machine may as well be Shown once the instance is started again")
}

// Known returns the effect with its basis.
func Known(e model.Effect, b model.Basis) model.Effect { e.Basis = b; return e }
