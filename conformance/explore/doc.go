// Package explore runs the suite and drawn sequences on a target, reduces what they find, and writes the report.
// It knows all other rooms but those of several clients, of recording and of evidence.
// Begin reading at [Explore].
package explore
