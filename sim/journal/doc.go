// Package journal keeps a cloud in a directory, so that another process can
// continue where this one ended, whether it was killed, ran out of space, or
// stopped properly.
//
// The directory holds one file, a bbolt store: the state at some moment (the
// snapshot), and every change since. A change is one record of a chain of
// checksums; a call is answered when the commit with its record is on the disk.
// Calls that arrive during a commit share the next one. From time to time a
// snapshot replaces the records before it, in one commit. docs/persistence.md
// lists the guarantees.
package journal
