package secondcloud

// The quotas of images. The first is that of 2018, the pages give no figures for
// the others.
const (
	mostImages         = 100
	mostFamilies       = 8
	mostImagesOfFamily = 6
)

// customImages counts the account's images of the region that pass.
func (c *call) customImages(pass func(*image) bool) int {
	return c.images.count(func(i *image) bool { return i.region == c.region && pass(i) })
}

func createImage() *operation {
	return &operation{
		name: "CreateImage",
		params: []param{need("RegionId"), text("InstanceId"), text("ImageName"), text("ImageFamily"), text("Description"), text("BootMode"),
			text("Features.ImdsSupport")},
		checks: []check{
			{"a source", func(c *call) *refusal {
				return unless(c.has("InstanceId"), bad, "MissingParameter",
					"The input parameter SnapshotId or InstanceId or DiskDeviceMapping that is mandatory for processing this request is not supplied.")
			}},
			follows("ImageName", imageName(), refuse(bad, "InvalidImageName.Malformed", "The specified Image name is wrongly formed.")),
			follows("ImageFamily", imageName(), refuse(bad, "InvalidImageFamily.Malformed", "The format of the specified image family is invalid.")),
			follows("Description", description(), refuse(bad, "InvalidDescription.Malformed", "The specified description is wrongly formed.")),
			oneOf("BootMode", refuse(bad, "InvalidBootMode.NotSupport", "The specified parameter BootMode is not supported for current image architecture."),
				"BIOS", "UEFI", "UEFI-Preferred"),
			oneOf("Features.ImdsSupport", noImdsSupport(), "v1", "v2"),
			{"the instance exists", func(c *call) *refusal {
				refused := findInstance(c)
				c.image = nil // the new one is not there yet
				return refused
			}},
			{"the instance is Running or Stopped", func(c *call) *refusal {
				return unless(c.instance.stable(), bad, "IncorrectInstanceStatus", "The current status of the instance does not support this operation.")
			}},
			{"no snapshot is being created", func(c *call) *refusal {
				running := c.customImages(func(i *image) bool { return i.source == c.instance && i.status == creating })
				return unless(running == 0, forbidden, "IncorrectDiskStatus.CreatingSnapshot", "A previous snapshot creation is in process.")
			}},
			{"the name is free", nameIsFree(refuse(bad, "InvalidImageName.Duplicated", "The specified image name is already in use."))},
			{"the quota of images", func(c *call) *refusal {
				all := c.customImages(func(*image) bool { return true })
				return unless(all < mostImages, forbidden, "QuotaExceed.Image", "The Image Quota exceeds.")
			}},
			{"room in the family", roomInFamily(refuse(bad, "ImageQuotaExceed.ImageFamily",
				"The specified image family exceeds the maximum number of images for one image family."))},
			{"room for a family", roomForFamily(refuse(bad, "ImageFamilyQuotaExceed", "The number of image families exceeds the limit in the region."))},
		},
		do:     func(c *call) fields { return fields{"ImageId": c.addImage().id} },
		dryRun: true,
		token: &tokenRule{refuse(bad, "IdempotenceParamNotMatch",
			"Request uses a client token in a previous request but is not identical to that request.")},
	}
}

func noImdsSupport() *refusal {
	return refuse(bad, "InvalidParameter.FeaturesImdsSupport", "The specified parameter Features.ImdsSupport is not supported.")
}

// addImage makes an image of the instance of the call, Available after a while.
func (c *call) addImage() *image {
	i := *c.instance.image
	i.id, i.region, i.made, i.status, i.source = c.newID("m"), c.region, c.now, creating, c.instance
	i.name, i.family, i.description = i.id, "", ""
	c.set("ImageName", &i.name)
	c.set("ImageFamily", &i.family)
	c.set("Description", &i.description)
	c.set("BootMode", &i.bootMode)
	c.set("Features.ImdsSupport", &i.imds)
	c.images.put(i.id, &i)
	c.after(c.delays.ImageCreating, func() { i.status = available })
	return &i
}

// nameIsFree refuses a name that another image of the account in the region has.
func nameIsFree(refused *refusal) func(*call) *refusal {
	return func(c *call) *refusal {
		others := c.customImages(func(i *image) bool { return i != c.image && i.name == c.text("ImageName") })
		if c.has("ImageName") && others > 0 {
			return refused
		}
		return nil
	}
}

// inFamily counts the images of the family that the call names, without its own image.
func (c *call) inFamily() int {
	return c.customImages(func(i *image) bool { return i != c.image && i.family == c.text("ImageFamily") })
}

// roomInFamily refuses an image too many in a family that there is.
func roomInFamily(refused *refusal) func(*call) *refusal {
	return func(c *call) *refusal {
		if c.has("ImageFamily") && c.inFamily() >= mostImagesOfFamily {
			return refused
		}
		return nil
	}
}

// roomForFamily refuses a family too many.
func roomForFamily(refused *refusal) func(*call) *refusal {
	return func(c *call) *refusal {
		families := map[string]bool{}
		for _, i := range c.images.items {
			if i.region == c.region && i.family != "" {
				families[i.family] = true
			}
		}
		if c.has("ImageFamily") && !families[c.text("ImageFamily")] && len(families) >= mostFamilies {
			return refused
		}
		return nil
	}
}
