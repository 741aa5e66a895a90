package rpc

import (
	"strings"

	"github.com/ecsim/ecsim/model/ecs"
)

// imageExtras are what the captures of DescribeImages have and images do not
// keep. The disks of images are not modelled, so that their list is empty.
func imageExtras() extras {
	return extrasOf[ecs.Image](
		fixed("", "ImageVersion", "ProductCode", "ResourceGroupId", "SupplierName"),
		fixed(true, "IsSupportIoOptimized"),
		fixed(false, "IsCopied", "IsSubscribed", "LoginAsNonRootSupported"),
		fixed([]string(nil), "DiskDeviceMappings.DiskDeviceMapping[]"),
		derived("Progress", progress),
		derived("Usable", func(_ *answer, i *ecs.Image) any { return i.Status == ecs.Available }),
		derived("IsSelfShared", selfShared),
	)
}

func progress(_ *answer, i *ecs.Image) any {
	if i.Status == ecs.Creating || i.Status == ecs.Waiting {
		return "0%"
	}
	return "100%"
}

// selfShared is a word, not a Boolean: empty for public images.
func selfShared(_ *answer, i *ecs.Image) any {
	switch {
	case i.ImageOwnerAlias != "self":
		return ""
	case i.Hidden.Shared.Len() > 0:
		return "True"
	default:
		return "False"
	}
}

// encodeShares writes the accounts that an image is shared with.
func encodeShares(a *answer) object {
	var accounts []object
	for id := range strings.SplitSeq(a.reply.Values["Accounts"], ",") {
		if id != "" {
			accounts = append(accounts, object{{"AliyunId", id}})
		}
	}
	return object{
		{"ImageId", a.reply.Values["ImageId"]},
		{"RegionId", a.region},
		{"TotalCount", a.reply.Page.Total}, {"PageNumber", a.reply.Page.Number}, {"PageSize", a.reply.Page.Size},
		{"Accounts", object{{"Account", accounts}}},
		{"ShareGroups", object{{"ShareGroup", []object(nil)}}},
	}
}
