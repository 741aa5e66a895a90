package model

// Resources returns what the account has in the region of one kind, in the
// order of ids, which is the order in which it was made. The account
// [SystemAccount] has the public images.
func (w World) Resources(account, region string, k Kind) []Resource {
	p := w.place(account, region)
	if p == nil {
		return nil
	}
	switch k {
	case KindInstance:
		return listed(p.instances)
	case KindImage:
		return listed(p.images)
	case KindNetworkInterface:
		return listed(p.enis)
	case KindSecurityGroup:
		return listed(p.groups)
	case KindVSwitch:
		return listed(p.vswitches)
	case KindVpc:
		return listed(p.vpcs)
	default:
		return nil
	}
}

func listed[T comparable](t table[T]) []Resource {
	all := make([]Resource, 0, t.len())
	for _, v := range t.all {
		all = append(all, any(v).(Resource)) //nolint:forcetypeassert // every kept type is a Resource
	}
	return all
}
