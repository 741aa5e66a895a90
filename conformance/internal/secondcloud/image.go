package secondcloud

import "time"

// Statuses of images.
const (
	available  = "Available" // of network interfaces, too
	creating   = "Creating"
	deprecated = "Deprecated"
)

// An image is a public image, or a custom image of the account.
type image struct {
	id, region        string // a public image is in all regions: it has none
	name, description string
	family            string
	system, platform  string // linux or windows
	bootMode          string
	license           string
	nvme, imds        string
	cloudInit         bool
	size              int
	status            string
	source            *instance // of a custom image
	made              time.Time
}

func (i *image) custom() bool { return i.region != "" }

// publicImages are what the cloud starts with.
func publicImages(made time.Time) []*image {
	all := []*image{
		{id: "ubuntu_24_04_x64_20G_alibase_20260115.vhd", system: "linux", platform: "Ubuntu", cloudInit: true, imds: "v2", size: 20},
		{id: "debian_12_8_x64_20G_alibase_20251230.vhd", system: "linux", platform: "Debian", cloudInit: true, imds: "v2", size: 20},
		{id: "win2022_21H2_x64_dtc_en-us_40G_alibase_20260110.vhd", system: "windows", platform: "Windows Server 2022",
			cloudInit: true, imds: "v2", size: 40},
		{id: "freebsd_14_1_x64_30G_alibase_20250901.vhd", system: "linux", platform: "FreeBSD", imds: "v1", size: 30},
	}
	for _, i := range all {
		i.name, i.status, i.made = i.id, available, made
		i.bootMode, i.nvme = "BIOS", "supported"
	}
	return all
}

func (i *image) show() fields {
	owner, progress := "system", "100%"
	if i.custom() {
		owner = "self"
	}
	if i.status == creating {
		progress = "10%"
	}
	return fields{
		"ImageId": i.id, "ImageName": i.name, "ImageOwnerAlias": owner, "ImageFamily": i.family, "Description": i.description,
		"OSType": i.system, "Platform": i.platform, "OSName": i.platform + " 64位", "OSNameEn": i.platform + " 64 bit", "Architecture": "x86_64",
		"BootMode": i.bootMode, "Status": i.status, "Progress": progress, "Size": i.size, "Usage": "instance", "ImageVersion": "",
		"IsSupportCloudinit": i.cloudInit, "IsSupportIoOptimized": true, "IsCopied": false, "IsSubscribed": false, "IsSelfShared": "",
		"IsPublic": !i.custom(), "ProductCode": "", "CreationTime": i.made.Format(time.RFC3339), "ResourceGroupId": "",
		"Features":           fields{"NvmeSupport": i.nvme, "ImdsSupport": i.imds},
		"DiskDeviceMappings": fields{"DiskDeviceMapping": []fields{}},
		"Tags":               fields{"Tag": []fields{}},
	}
}

// findImage finds the image of the call among those that it may use: public
// ones, and custom ones of the region.
func findImage(c *call) *refusal {
	c.image = c.images.items[c.text("ImageId")]
	return unless(c.image != nil && (!c.image.custom() || c.image.region == c.region),
		notFound, "InvalidImageId.NotFound", "The specified ImageId does not exist.")
}

// findOwnImage finds the custom image of the call.
func findOwnImage(c *call) *refusal {
	c.image = c.images.items[c.text("ImageId")]
	return unless(c.image != nil && c.image.region == c.region,
		notFound, "InvalidImageId.NotFound", "The specified ImageId does not exist.")
}

// users are the instances that were created from an image.
func (c *Cloud) users(i *image) int {
	return c.instances.count(func(in *instance) bool { return in.image == i })
}

func deleteImage() *operation {
	return &operation{
		name:   "DeleteImage",
		params: []param{need("RegionId"), need("ImageId"), flag("Force")},
		checks: []check{
			{"the image is the account's", findOwnImage},
			{"no instance was created from it", func(c *call) *refusal {
				return unless(c.isTrue("Force") || c.users(c.image) == 0, forbidden, "ImageUsingByInstance",
					"The specified image has been used to create instances. You can use the DescribeInstances API to query these instances,"+
						" or you can use the force parameter to proceed.")
			}},
		},
		do: func(c *call) fields {
			c.images.drop(c.image.id)
			return fields{}
		},
		dryRun: true,
	}
}

func describeImages() *operation {
	paging := paging{outer: "Images", inner: "Image", most: 100}
	return &operation{
		name: "DescribeImages",
		params: append(paging.params(), need("RegionId"), text("ImageId"), text("ImageName"), text("ImageFamily"), text("ImageOwnerAlias"),
			text("Status"), text("OSType"), text("Architecture"), text("Usage"), flag("IsSupportCloudinit"), flag("IsPublic")),
		checks: []check{
			paging.check(),
			oneOf("ImageOwnerAlias",
				refuse(bad, "InvalidImageOwnerAlias.ValueNotSupported", "The specified ImageOwnerAlias value is not supported."),
				"system", "self", "others", "marketplace"),
			oneOf("OSType", notValid("InvalidOSType", "OSType"), "linux", "windows"),
			oneOf("Architecture", notValid("InvalidArchitecture", "Architecture"), "i386", "x86_64", "arm64"),
			oneOf("Usage", notValid("InvalidUsage", "Usage"), "instance", "none"),
		},
		do: func(c *call) fields {
			var found []shown
			for _, i := range c.images.newest(c.wantsImage) {
				found = append(found, shown{i.id, i.show()})
			}
			reply := paging.show(c, found)
			reply["RegionId"] = c.region
			return reply
		},
		dryRun: true,
	}
}

// notValid is the answer of DescribeImages to a value that there is not.
func notValid(code, name string) *refusal {
	return refuse(notFound, code, "The specifed "+name+" is not valid") //nolint:misspell // the page has it so
}

// wantsImage says whether a call wants to see the image: without Status, only
// what is Available.
func (c *call) wantsImage(i *image) bool {
	owner, usage := "system", "none"
	if i.custom() {
		owner = "self"
	}
	if c.users(i) > 0 {
		usage = "instance"
	}
	status := i.status == available
	if c.has("Status") {
		status = c.text("Status") == "ALL" || c.names("Status", i.status)
	}
	return all(
		!i.custom() || i.region == c.region, status,
		c.is("ImageOwnerAlias", owner), c.is("Usage", usage), c.isFlag("IsPublic", !i.custom()), c.isFlag("IsSupportCloudinit", i.cloudInit),
		c.names("ImageId", i.id), c.like("ImageName", i.name), c.is("ImageFamily", i.family),
		c.is("OSType", i.system), c.is("Architecture", "x86_64"),
	)
}
