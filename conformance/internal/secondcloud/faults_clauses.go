package secondcloud

// clauseFaults get one clause of a rule wrong.
func clauseFaults() []Fault {
	const modify = "ModifyInstanceAttribute"
	longPassword, weakPassword, slashPassword := password(), password(), password()
	longPassword.most, weakPassword.classes, slashPassword.slashFirst = 31, 2, true
	longText, longCard, ownName := description(), interfaceDescription(), imageName()
	longText.most, longCard.most, ownName.notBefore = 257, 256, []string{"aliyun"}
	malformed := refuse(bad, "InvalidDescription.Malformed", `The specified parameter "Description" is not valid.`)
	return []Fault{
		{
			Name: "password-31", Wrong: "a password of 31 characters is accepted", Calls: 2,
			Breaks:   "ModifyInstanceAttribute, Password: 8 to 30 characters (row 9)",
			Findings: []string{"ModifyInstanceAttribute/InvalidPassword.Malformed*", "ModifyInstanceAttribute/InvalidHostPassword.Malformed*"},
			plant:    instead(modify, passwordIs(longPassword)),
		},
		{
			Name: "password-two-classes", Wrong: "a password of two kinds of characters is accepted", Calls: 2,
			Breaks:   "ModifyInstanceAttribute, Password: at least three of the kinds (row 9)",
			Findings: []string{"ModifyInstanceAttribute/InvalidPassword.Malformed*", "ModifyInstanceAttribute/InvalidHostPassword.Malformed*"},
			plant:    instead(modify, passwordIs(weakPassword)),
		},
		{
			Name: "password-slash-on-windows", Wrong: "a password may begin with a slash on Windows, too", Calls: 2,
			Breaks:   "ModifyInstanceAttribute, Password: no slash first on Windows (row 9)",
			Findings: []string{"ModifyInstanceAttribute/InvalidPassword.Malformed*", "ModifyInstanceAttribute/InvalidHostPassword.Malformed*"},
			plant:    instead(modify, passwordIs(slashPassword)),
		},
		{
			Name: "windows-name-by-linux-rule", Wrong: "host names of Windows are judged by the rule of Linux", Calls: 2,
			Breaks:   "ModifyInstanceAttribute, HostName: 2 to 15 characters, no periods, not only digits on Windows (row 8)",
			Findings: []string{"ModifyInstanceAttribute/InvalidHostName.Malformed*"},
			plant:    instead(modify, hostNameIs(func(string) hostRule { return hostNames("linux") })),
		},
		{
			Name: "description-257", Wrong: "257 characters of description are accepted", Calls: 2,
			Breaks:   "ModifyInstanceAttribute, Description: 2 to 256 characters (row 2)",
			Findings: []string{"ModifyInstanceAttribute/InvalidDescription.Malformed*"},
			plant:    instead(modify, follows("Description", longText, malformed)),
		},
		{
			Name: "user-data-64k", Wrong: "user data may have 64 KB", Calls: 2,
			Breaks:   "ModifyInstanceAttribute, UserData: raw data cannot exceed 32 KB (row 10)",
			Findings: []string{"ModifyInstanceAttribute/InvalidUserData.SizeExceeded*"},
			plant:    instead(modify, userDataIs(64<<10)),
		},
		{
			Name: "card-description-256", Wrong: "256 characters of description are accepted for an interface", Calls: 2,
			Breaks:   "ModifyNetworkInterfaceAttribute, Description: 2 to 255 characters (row 4)",
			Findings: []string{"ModifyNetworkInterfaceAttribute/InvalidParameter*"},
			plant:    instead("ModifyNetworkInterfaceAttribute", follows("Description", longCard, invalid("Description"))),
		},
		{
			Name: "image-name-acs", Wrong: "an image name may begin with acs:", Calls: 3,
			Breaks:   "ModifyImageAttribute, ImageName: cannot start with aliyun or acs: (row 1)",
			Findings: []string{"ModifyImageAttribute/InvalidImageName.Malformed*"},
			plant:    instead("ModifyImageAttribute", follows("ImageName", ownName, malformedImageName())),
		},
	}
}
