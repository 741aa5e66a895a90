package secondcloud

func modifyImageAttribute() *operation {
	return &operation{
		name: "ModifyImageAttribute",
		params: []param{need("RegionId"), need("ImageId"), text("ImageName"), text("ImageFamily"), text("Description"), text("Status"),
			text("BootMode"), text("LicenseType"), text("Features.NvmeSupport"), text("Features.ImdsSupport")},
		checks: []check{
			follows("ImageName", imageName(), malformedImageName()),
			follows("ImageFamily", imageName(), refuse(bad, "InvalidImageFamily.Malformed", `The specified parameter "ImageFamily" is malformed.`)),
			follows("Description", description(), refuse(bad, "InvalidDescription.Malformed", "The specified description is wrongly formed.")),
			oneOf("BootMode", refuse(bad, "InvalidBootMode.NotSupport", "The specified parameter BootMode is not supported."),
				"BIOS", "UEFI", "UEFI-Preferred"),
			oneOf("LicenseType", refuse(bad, "InvalidLicenseType.NotSupported", "The specified parameter LicenseType is not supported."), "BYOL"),
			oneOf("Features.ImdsSupport", noImdsSupport(), "v1", "v2"),
			oneOf("Features.NvmeSupport", invalid("Features.NvmeSupport"), "supported", "unsupported"),
			oneOf("Status", invalid("Status"), available, deprecated),
			{"the image is the account's", findOwnImage},
			{"the image is not Creating", func(c *call) *refusal {
				return unless(c.image.status != creating, forbidden, "InvalidStatus.ImageIsCreating",
					"The operation cannot be performed because the image is creating. Please wait until the creation is complete and try again.")
			}},
			{"only an Available image is deprecated", func(c *call) *refusal {
				return unless(c.text("Status") != deprecated || c.image.status == available,
					forbidden, "ImageStatus.NotAvailable", "The specified image status is not available.")
			}},
			{"only a Deprecated image is made available", func(c *call) *refusal {
				return unless(c.text("Status") != available || c.image.status == deprecated,
					forbidden, "ImageStatus.NotDeprecated", "The specified image status is not deprecated.")
			}},
			{"the boot mode of an image in use stays", func(c *call) *refusal {
				return unless(!c.has("BootMode") || c.users(c.image) == 0, forbidden, "OperationDeined.ImageUsingByInstance",
					"The boot mode of the image cannot be modified because it has associated instances.")
			}},
			{"v2 stays v2", func(c *call) *refusal {
				return unless(c.text("Features.ImdsSupport") != "v1" || c.image.imds != "v2", forbidden, "InvalidOperation.FeaturesImdsSupportNotMatch",
					"The specified parameter Features.ImdsSupport can not be set to v1 from v2.")
			}},
			{"the name is free", nameIsFree(refuse(bad, "InvalidImageName.Duplicated", "The specified Image name has already bean used."))},
			{"room in the family", roomInFamily(refuse(bad, "ImageQuotaFull.ImageFamily",
				"The specified image family has exceeded max number of images for one image family."))},
			{"room for a family", roomForFamily(refuse(bad, "ImageFamilyQuotaFull", "The specified region has exceeded max number of image family."))},
		},
		do: func(c *call) fields {
			i := c.image
			c.set("ImageName", &i.name)
			c.set("ImageFamily", &i.family)
			c.set("Description", &i.description)
			c.set("Status", &i.status)
			c.set("BootMode", &i.bootMode)
			c.set("LicenseType", &i.license)
			c.set("Features.NvmeSupport", &i.nvme)
			c.set("Features.ImdsSupport", &i.imds)
			return fields{}
		},
		dryRun: true,
	}
}

func malformedImageName() *refusal {
	return refuse(bad, "InvalidImageName.Malformed", "Image names must be between 2 and 128 characters long, using either English or Chinese characters."+
		" The name must start with a letter or a Chinese character, and can include numbers, colons, underscores and hyphens.")
}
