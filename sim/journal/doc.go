// Package journal keeps a cloud in a directory, so that another process can go
// on where this one ended: killed, out of space, or properly stopped.
//
// The directory holds one file, a bbolt store: the state at some moment (the
// snapshot), and every change since. A change is one record of a chain of
// checksums; a call is answered when the commit with its record is on the disk.
// Calls that come while a commit is under way share the next one. From time to
// time a snapshot takes the place of the records before it, in one commit.
// docs/persistence.md says what is promised.
package journal
