package rpc

import (
	"strings"

	"github.com/ecsim/ecsim/model"
)

// encodeImage writes an image as the captures of DescribeImages have it. The
// disks of images are not modelled, so that their list is empty.
func encodeImage(_ *answer, i *model.Image) object {
	progress := "100%"
	if i.Status == model.Creating || i.Status == model.Waiting {
		progress = "0%"
	}
	o := object{
		{"ImageId", i.ImageId},
		{"ImageName", i.ImageName},
		{"Description", i.Description},
		{"ImageFamily", i.ImageFamily},
		{"ImageOwnerAlias", i.ImageOwnerAlias},
		{"ImageVersion", ""},
		{"Status", i.Status},
		{"Progress", progress},
		{"Usable", i.Status == model.Available},
		{"Usage", i.Usage},
		{"OSType", i.OSType},
		{"Platform", i.Platform},
		{"OSName", i.OSName},
		{"OSNameEn", i.OSName},
		{"Architecture", i.Architecture},
		{"BootMode", i.BootMode},
		{"Size", i.Size},
		{"IsSupportCloudinit", i.IsSupportCloudinit},
		{"IsSupportIoOptimized", true},
		{"IsPublic", i.IsPublic},
		{"IsSelfShared", selfShared(i)},
		{"IsCopied", false},
		{"IsSubscribed", false},
		{"LoginAsNonRootSupported", false},
		{"ProductCode", ""},
		{"ResourceGroupId", ""},
		{"SupplierName", ""},
		{"CreationTime", seconds(i.CreationTime)},
		{"Features", object{{"NvmeSupport", i.NvmeSupport}, {"ImdsSupport", i.ImdsSupport}}},
		list("DiskDeviceMappings", "DiskDeviceMapping", []object(nil)),
		instanceTags(i.Tags),
	}
	if i.ImageOwnerId != "" {
		o = o.with(member{"ImageOwnerId", number(i.ImageOwnerId)})
	}
	return o
}

// selfShared is a word, not a Boolean: empty for public images.
func selfShared(i *model.Image) string {
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
		list("Accounts", "Account", accounts),
		list("ShareGroups", "ShareGroup", []object(nil)),
	}
}
