package ecs

import (
	"slices"
	"time"

	"github.com/ecsim/ecsim/model"
)

// Images returns the images of the place.
func Images(p *model.Place) model.Table[Image, *Image] { return model.TableOf[Image](p, KindImage) }

// imageKind is the record of images.
func imageKind() *model.KindRecord {
	return model.Declare(model.KindOf[Image]{
		Kind:  KindImage,
		Tags:  func(i *Image) model.List { return i.Tags },
		Parts: func(i *Image) []string { return []string{i.InstanceId} },
		UsableBy: func(i *Image, owner, account string) bool {
			return owner == model.SystemAccount || i.IsPublic || i.Hidden.Shared.Has(account)
		},
		Owns:   model.OwnsNothing[Image],
		Uses:   model.UsesNothing[Image],
		Shape:  shapeImage,
		Check:  checkImages,
		Find:   model.FindUsable(KindImage),
		Edges:  imageEdges(),
		Quotas: imageQuotas(),
		Import: importImage,
		Shown: func(i Image) Image {
			i.Hidden = ImageHidden{}
			return i
		},
		File: model.SectionOf("images", 1, func(f fileImage) string { return f.As }, addImage),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (i *Image) Lifecycle() (status string, since time.Time) { return i.Status, i.Hidden.Since }

func shapeImage(account string, i Image) (bare Image, links []string) {
	links = []string{i.InstanceId}
	if account != model.SystemAccount {
		if i.ImageName == i.ImageId {
			i.ImageName = ""
		}
		i.ImageId = ""
	}
	i.InstanceId, i.CreationTime, i.Hidden.Since = "", time.Time{}, time.Time{}
	return i, links
}

func importImage(w *model.World, p *model.Place, i Image) error {
	i.Hidden = ImageHidden{Since: w.Since(&i), Shared: i.Hidden.Shared}
	model.Put(w, p.Account, p.Region, i)
	return nil
}

// ImageStatuses are the statuses of an image.
func ImageStatuses() []string {
	return []string{Creating, Waiting, Available, UnAvailable, CreateFailed, Deprecated}
}

func checkImages(_ *model.World, p *model.Place, report model.Report) {
	for id, i := range Images(p).All {
		if !slices.Contains(ImageStatuses(), i.Status) {
			report(id, "has status %q", i.Status)
		}
	}
}

// The quotas of images.
const (
	QuotaImages          model.FactName = "Images"
	QuotaImagesPerFamily model.FactName = "ImagesPerFamily"
	QuotaFamilies        model.FactName = "Families"
	QuotaShares          model.FactName = "SharesPerImage"
	QuotaSharedImages    model.FactName = "SharedImages"
)

func imageQuotas() []model.Quota {
	const unpublished = "no figure is published; chosen so that ordinary use stays below"
	return []model.Quota{
		{Name: QuotaImages, Value: 100, Source: unpublished},
		{Name: QuotaImagesPerFamily, Value: 100, Source: unpublished},
		{Name: QuotaFamilies, Value: 100, Source: unpublished},
		{Name: QuotaShares, Value: 50, Source: "ModifyImageSharePermission page (2025)"},
		{Name: QuotaSharedImages, Value: 1000, Source: unpublished},
	}
}
