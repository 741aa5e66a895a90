// Package ram evaluates Alibaba Cloud RAM policies: who may do what to which resource, and which statement said so.
//
// A [Policy] is an immutable value, compiled when it is parsed or built. [Evaluate] is a pure function of policies and a
// [Request]; it does no I/O, reads no clock, and compiles nothing. The account itself (the owner of the resources) is not
// subject to RAM policies: a caller of this package does not ask about it at all, or gives it [FullAccess].
//
// # What is documented
//
// The RAM pages are named by their titles.
//
//   - "Policy evaluation process": everything is denied by default (implicit deny), an explicit Deny wins over every Allow.
//     A session policy is evaluated before the policies of the role, and only if there is one; whatever it denies,
//     explicitly or implicitly, stays denied.
//   - "Policy structure and syntax": Version is "1", Statement is a list of one or more; element names, operators and
//     predefined values are case-sensitive; a value that may be a list may also be a single string, with the same meaning;
//     every value is a quoted string, also numbers and Booleans; `*` matches any number of characters, `?` one.
//   - "Basic elements of a permission policy": a statement has either Action or NotAction; action names are in most cases
//     not case-sensitive; a resource is acs:<ram-code>:<region>:<account-id>:<relative-id>. A condition holds when the value of
//     the request matches any of the listed values; all keys of an operator and all operators of a statement must hold.
//   - "Conditional operators": the five families of operators; StringEquals is exact, StringLike knows wildcards.
//   - "RAM authorization" of ECS: an operation that has no resource-level permission is granted on "*".
//
// # What is assumed
//
//   - Action names are never case-sensitive here ("in most cases" is all that the page says). Resources and condition keys are.
//   - NotResource: the syntax page listed it in earlier editions and does not today. It is accepted, the mirror of NotAction.
//   - Wildcards of a resource pattern match across the colons and slashes of an ARN: no page limits them to one part.
//   - A negative operator with several values holds when none of them matches. Read literally ("matches any of the values")
//     such a condition would always hold.
//   - A key that the request does not have, or whose value the operator cannot read, matches nothing: positive operators fail,
//     negative ones hold. This follows from the OSS examples that recognise a request from the Internet by
//     StringNotLike acs:SourceVpc "vpc-*", a key that such a request does not have ("Configure authorization policies with RAM
//     Policy", and the page of the error code 0030-00000008).
//   - acs:SourceIp may be one CIDR block as well as a list. An early edition of the elements page asks for a plain address
//     where there is only one value; later ones do not.
//   - Times are compared in whole seconds, the resolution of the examples (2012-11-11T23:59:59Z).
//   - A request over several resources is allowed only when each of them is. For a resource that is about to be created,
//     its tags are those that the request gives it ("Create a resource with a specific tag" uses ecs:tag this way).
//   - A name that occurs twice in a JSON object is an error; RAM may keep either. Length limits are not checked.
package ram
