// Package suitetest reads the suite for tests of several rooms.
package suitetest
