package target

import (
	"strings"

	"github.com/ecsim/ecsim/model"
)

type imagesBody struct {
	envelope
	Images struct{ Image *[]imageBody }
}

func (b *imagesBody) reply() (model.Reply, error) {
	return listed(b.envelope, "Images.Image", b.Images.Image, (*imageBody).seen)
}

// imageFromFamilyBody holds no image where the family has none.
type imageFromFamilyBody struct {
	envelope
	Image imageBody
}

func (b *imageFromFamilyBody) reply() (model.Reply, error) {
	if b.Image.ImageId.v == "" {
		return model.Reply{}, nil
	}
	return one(b.Image.seen())
}

// imageSharesBody lists the accounts that an image is shared with.
type imageSharesBody struct {
	envelope
	ImageId, RegionId str
	Accounts          struct {
		Account *[]struct{ AliyunId str }
	}
}

func (b *imageSharesBody) reply() (model.Reply, error) {
	r := model.Reply{Page: b.page(), Values: map[string]string{}}
	if b.ImageId.set {
		r.Values["ImageId"] = b.ImageId.v
	}
	if accounts := b.Accounts.Account; accounts != nil {
		ids := make([]str, 0, len(*accounts))
		for _, a := range *accounts {
			ids = append(ids, a.AliyunId)
		}
		r.Values["Accounts"] = strings.Join(texts(ids), ",")
	}
	return r, nil
}

type imageBody struct {
	ImageId, ImageName, Description, ImageFamily, ImageOwnerAlias, Status             str
	OSType, Platform, OSName, Architecture, BootMode, InstanceId, Usage, ImageOwnerId str
	IsSupportCloudinit, IsPublic                                                      flag
	Size                                                                              num
	CreationTime                                                                      when
	Features                                                                          struct{ NvmeSupport, ImdsSupport str }
	Tags                                                                              tagsBody
}

func (b *imageBody) seen() model.Seen {
	i, s := &model.Image{}, sight{}
	see(s, "ImageId", &i.ImageId, b.ImageId.of)
	see(s, "ImageName", &i.ImageName, b.ImageName.of)
	see(s, "Description", &i.Description, b.Description.of)
	see(s, "ImageFamily", &i.ImageFamily, b.ImageFamily.of)
	see(s, "ImageOwnerAlias", &i.ImageOwnerAlias, b.ImageOwnerAlias.of)
	see(s, "Status", &i.Status, b.Status.of)
	see(s, "OSType", &i.OSType, b.OSType.of)
	see(s, "Platform", &i.Platform, b.Platform.of)
	see(s, "OSName", &i.OSName, b.OSName.of)
	see(s, "Architecture", &i.Architecture, b.Architecture.of)
	see(s, "BootMode", &i.BootMode, b.BootMode.of)
	see(s, "Usage", &i.Usage, b.Usage.of)
	see(s, "ImageOwnerId", &i.ImageOwnerId, b.ImageOwnerId.of)
	see(s, "InstanceId", &i.InstanceId, b.InstanceId.of)
	see(s, "IsSupportCloudinit", &i.IsSupportCloudinit, b.IsSupportCloudinit.of)
	see(s, "IsPublic", &i.IsPublic, b.IsPublic.of)
	see(s, "Size", &i.Size, b.Size.of)
	see(s, "CreationTime", &i.CreationTime, b.CreationTime.of)
	see(s, "NvmeSupport", &i.NvmeSupport, b.Features.NvmeSupport.of)
	see(s, "ImdsSupport", &i.ImdsSupport, b.Features.ImdsSupport.of)
	b.Tags.see(s, &i.Tags)
	return model.Seen{Resource: i, Shown: s}
}
