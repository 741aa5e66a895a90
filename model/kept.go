package model

// A Kept resource says what of it stays when a sequence has changed it and everything
// that the sequence made is gone again: a target of others is not reset, so a rule that
// was added to one of its own groups is there still.
type Kept interface {
	Resource
	// KeptAs returns a copy with what stays of the later state.
	KeptAs(later Resource) Resource
}

// Keeping returns the world with what stays of the later one, of the resources that it
// has.
func (w World) Keeping(later World) World {
	for _, e := range later.Changed(w) {
		was, ok := e.Was.(Kept)
		is := later.Find(e.Account, e.Region, e.Kind, e.ID)
		if !ok || is == nil {
			continue
		}
		e.Was = was.KeptAs(is)
		w = w.With(e)
	}
	return w
}
