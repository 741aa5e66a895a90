package target

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// An image is a public image of another target. plain says that it is known to
// lack cloud-init.
type image struct {
	ecs.Image
	plain bool
}

// askImages finds the public images.
func (d *discovery) askImages(ctx context.Context) error {
	all, why, err := d.list(ctx, "DescribeImages", model.Params{"ImageOwnerAlias": model.SystemAccount})
	if err != nil {
		return err
	}
	if len(all) == 0 { // some targets do not know the owner of an image
		if all, why, err = d.list(ctx, "DescribeImages", model.Params{}); err != nil {
			return err
		}
	}
	for _, seen := range all {
		i, ok := seen.Resource.(*ecs.Image)
		if ok && available(i.Status) && (i.ImageOwnerAlias == "" || i.ImageOwnerAlias == model.SystemAccount) {
			d.images = append(d.images, imageOf(*i, seen.Shown))
		}
	}
	if id := d.set["image"]; id != "" && !slices.ContainsFunc(d.images, func(i image) bool { return i.ImageId == id }) {
		d.images = append(d.images, imageOf(ecs.Image{ImageId: id}, map[string]bool{}))
	}
	if len(d.images) == 0 {
		d.need("image", why)
	}
	return nil
}

// imageOf guesses the fields that the image does not show: most have
// cloud-init, and names of Windows images say so.
func imageOf(i ecs.Image, shown map[string]bool) image {
	says := func(field string) bool { return shown == nil || shown[field] }
	i.Status, i.ImageOwnerAlias = ecs.Available, model.SystemAccount
	i.ImageName = cmp.Or(i.ImageName, i.ImageId)
	i.Architecture = cmp.Or(i.Architecture, "x86_64")
	if i.OSType == "" {
		i.OSType = model.Linux
		if text := strings.ToLower(i.Platform + " " + i.OSName + " " + i.ImageId); strings.Contains(text, "windows") || strings.HasPrefix(i.ImageId, "win") {
			i.OSType = model.Windows
		}
	}
	plain := says("IsSupportCloudinit") && !i.IsSupportCloudinit
	i.IsSupportCloudinit = !plain
	// These depend on the caller; a stored image has neither.
	i.Usage, i.ImageOwnerId = "", ""
	return image{i, plain}
}

// nameImages gives the symbolic names: to the image that is set, then to the
// first one that fits.
func nameImages(images []image, set string, names map[string]string) {
	first(images, func(i image) bool { return i.ImageId == set })
	for _, i := range images {
		name := i.name()
		if _, taken := names[name]; !taken {
			names[name] = i.ImageId
		}
	}
}

// name returns the symbolic name for images like this one.
func (i image) name() string {
	switch {
	case i.Architecture == "arm64" && i.plain:
		return "image.armplain"
	case i.Architecture == "arm64":
		return "image.arm"
	case i.OSType == model.Windows && i.plain:
		return "image.winplain"
	case i.OSType == model.Windows:
		return "image.windows"
	case i.plain:
		return "image.plain"
	default:
		return "image.linux"
	}
}
