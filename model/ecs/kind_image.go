package ecs

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ecsim/ecsim/model"
)

// imageKind is the record of images.
func imageKind() *model.KindRecord {
	return model.Declare(model.KindOf[Image]{
		Kind:  KindImage,
		Tags:  func(i *Image) model.List { return i.Tags },
		Parts: func(i *Image) []string { return []string{i.InstanceId} },
		UsableBy: func(i *Image, owner, account string) bool {
			return owner == model.SystemAccount || i.IsPublic || i.Hidden.Shared.Has(account)
		},
		Owns:     model.OwnsNothing[Image],
		Uses:     model.UsesNothing[Image],
		Aspects:  model.NoAspects[Image],
		Shape:    shapeImage,
		Check:    checkImages,
		Find:     model.FindUsable(KindImage),
		Edges:    imageEdges(),
		Failures: imageFailures(),
		Quotas:   imageQuotas(),
		Import:   importImage,
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

type fileImage struct {
	As           string `yaml:"as"`
	ID           string `yaml:"id"`
	OS           string `yaml:"os"`
	Platform     string `yaml:"platform"`
	OSName       string `yaml:"osName"`
	Architecture string `yaml:"architecture"`
	Boot         string `yaml:"boot"`
	CloudInit    bool   `yaml:"cloudinit"`
	Nvme         string `yaml:"nvme"`
	Imds         string `yaml:"imds"`
	Size         int    `yaml:"size"`

	// A custom image has an account and a region; the world makes its id.
	Account string            `yaml:"account"`
	Region  string            `yaml:"region"`
	From    string            `yaml:"from"` // the public image that it resembles
	Name    string            `yaml:"name"` // default: the name in `as`
	Family  string            `yaml:"family"`
	Status  string            `yaml:"status"` // default Available
	Shared  []string          `yaml:"shared"` // with accounts
	Public  bool              `yaml:"public"` // a community image
	Tags    map[string]string `yaml:"tags"`
}

// addImage makes an image of the file: a custom one if it has an account, else
// a public one in every region.
func addImage(w *model.World, f fileImage) error {
	if f.Account != "" {
		return addCustomImage(w, f)
	}
	if f.Region != "" || f.From != "" || f.Status != "" || f.Public || len(f.Shared) > 0 {
		return errors.New("region, from, status, shared and public are about custom images: give an account too")
	}
	if f.ID == "" {
		return errors.New("id is missing: give the public image's id, or an account to make a custom image")
	}
	if _, err := model.OneOf("os", f.OS, model.Linux, model.Windows); err != nil {
		return err
	}
	for _, region := range w.Base().Regions {
		image := f.image(w.Now())
		image.ImageId, image.ImageName, image.ImageOwnerAlias, image.Status = f.ID, f.ID, model.SystemAccount, Available
		image.IsPublic, image.ImageFamily = true, f.Family
		model.Put(w, model.SystemAccount, region.RegionId, image)
	}
	return w.Base().AddNamed(f.As, f.ID)
}

// image reads what public and custom images have in common.
func (f fileImage) image(now time.Time) Image {
	image := Image{
		OSType: f.OS, Platform: f.Platform, OSName: f.OSName, Architecture: f.Architecture, BootMode: f.Boot,
		NvmeSupport: f.Nvme, ImdsSupport: f.Imds, IsSupportCloudinit: f.CloudInit, Size: f.Size,
		CreationTime: now,
	}
	if image.Architecture == "" {
		image.Architecture = "x86_64"
	}
	if image.BootMode == "" {
		image.BootMode = BootBIOS
	}
	return image
}

// addCustomImage makes an image of an account.
func addCustomImage(w *model.World, f fileImage) error {
	p, err := w.PlaceOf(f.Account, f.Region)
	if err != nil {
		return err
	}
	if f.ID != "" {
		return errors.New("id is for public images: the world makes the ids of custom ones")
	}
	image := f.image(w.Now())
	if f.From != "" {
		from, err := fileNamed(w, w.Place(model.SystemAccount, p.Region), Images, "image", f.From)
		if err != nil {
			return fmt.Errorf("from: no public image is called %q: name one of those above", f.From)
		}
		image = *from
	}
	image.ImageId, image.ImageName, image.ImageOwnerAlias = w.NewID(KindImage), f.As, OwnerSelf
	if f.Name != "" {
		image.ImageName = f.Name
	}
	image.ImageFamily, image.IsPublic, image.Tags = f.Family, f.Public, model.FileTags(f.Tags)
	if image.Status, err = model.OneOf("status", f.Status, Available, Creating, Waiting, UnAvailable, CreateFailed, Deprecated); err != nil {
		return err
	}
	if image.Status == Creating || image.Status == Waiting {
		image.Hidden.Since, image.Hidden.Task = w.Now(), "create"
	}
	for _, name := range f.Shared {
		id, err := w.Base().AccountID(name)
		if err != nil {
			return fmt.Errorf("shared: %w", err)
		}
		image.Hidden.Shared = image.Hidden.Shared.With(id)
	}
	model.Put(w, p.Account, p.Region, image)
	return w.Base().AddNamed(f.As, image.ImageId)
}
