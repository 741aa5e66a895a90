package model

import (
	"slices"
	"time"
)

func images(p *place) table[Image, *Image] { return tableOf[Image](p, KindImage) }

// imageKind is what the model knows of images as a kind of resource.
func imageKind() *KindRecord {
	return Declare(KindOf[Image]{
		Kind:  KindImage,
		Tags:  func(i *Image) List { return i.Tags },
		Parts: func(i *Image) []string { return []string{i.InstanceId} },
		UsableBy: func(i *Image, owner, account string) bool {
			return owner == SystemAccount || i.IsPublic || i.Hidden.Shared.Has(account)
		},
		Owns:   OwnsNothing[Image],
		Uses:   UsesNothing[Image],
		Shape:  shapeImage,
		Check:  checkImages,
		Edges:  imageEdges(),
		Import: importImage,
		Shown: func(i Image) Image {
			i.Hidden = ImageHidden{}
			return i
		},
		File: SectionOf("images", 1, func(f fileImage) string { return f.As }, (*World).addImage),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (i *Image) Lifecycle() (status string, since time.Time) { return i.Status, i.Hidden.Since }

func shapeImage(account string, i Image) (bare Image, links []string) {
	links = []string{i.InstanceId}
	if account != SystemAccount {
		if i.ImageName == i.ImageId {
			i.ImageName = ""
		}
		i.ImageId = ""
	}
	i.InstanceId, i.CreationTime, i.Hidden.Since = "", time.Time{}, time.Time{}
	return i, links
}

func importImage(w *World, p *place, i Image) error {
	i.Hidden = ImageHidden{Since: w.since(&i), Shared: i.Hidden.Shared}
	put(w, p.account, p.region, i)
	return nil
}

func imageStatuses() []string {
	return []string{Creating, Waiting, Available, UnAvailable, CreateFailed, Deprecated}
}

func checkImages(_ *World, p *place, report Report) {
	for id, i := range images(p).all {
		if !slices.Contains(imageStatuses(), i.Status) {
			report(id, "has status %q", i.Status)
		}
	}
}
