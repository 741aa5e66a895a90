package model

import (
	"errors"
	"fmt"
	"time"
)

// addImage makes an image of the file: a custom one where it has an account,
// else a public one in every region.
func (w *World) addImage(f fileImage) error {
	if f.Account != "" {
		return w.addCustomImage(f)
	}
	if f.Region != "" || f.From != "" || f.Family != "" || f.Status != "" || f.Public || len(f.Shared) > 0 {
		return errors.New("region, from, family, status, shared and public are about custom images: give an account too")
	}
	if f.ID == "" {
		return errors.New("id is missing: give the public image's id, or an account to make a custom image")
	}
	if _, err := oneOf("os", f.OS, Linux, Windows); err != nil {
		return err
	}
	for _, region := range w.Base().Regions {
		image := f.image(w.Now())
		image.ImageId, image.ImageName, image.ImageOwnerAlias, image.Status = f.ID, f.ID, SystemAccount, Available
		put(w, SystemAccount, region.RegionId, image)
	}
	return w.Base().addNamed(f.As, f.ID)
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
func (w *World) addCustomImage(f fileImage) error {
	p, err := w.placeOf(f.Account, f.Region)
	if err != nil {
		return err
	}
	if f.ID != "" {
		return errors.New("id is for public images: the world makes the ids of custom ones")
	}
	image := f.image(w.Now())
	if f.From != "" {
		from, err := fileNamed(w, w.place(SystemAccount, p.region), images, "image", f.From)
		if err != nil {
			return fmt.Errorf("from: no public image is called %q: name one of those above", f.From)
		}
		image = *from
	}
	image.ImageId, image.ImageName, image.ImageOwnerAlias = w.NewID(KindImage), f.As, OwnerSelf
	if f.Name != "" {
		image.ImageName = f.Name
	}
	image.ImageFamily, image.IsPublic, image.Tags = f.Family, f.Public, fileTags(f.Tags)
	if image.Status, err = oneOf("status", f.Status, Available, Creating, Waiting, UnAvailable, CreateFailed, Deprecated); err != nil {
		return err
	}
	if image.Status == Creating || image.Status == Waiting {
		image.Hidden.Since, image.Hidden.Task = w.Now(), "create"
	}
	for _, name := range f.Shared {
		id, err := w.Base().accountID(name)
		if err != nil {
			return fmt.Errorf("shared: %w", err)
		}
		image.Hidden.Shared = image.Hidden.Shared.With(id)
	}
	put(w, p.account, p.region, image)
	return w.Base().addNamed(f.As, image.ImageId)
}
