package sim_test

import (
	"bytes"
	"strings"
	"testing"
)

// A snapshot that was written down and read by another cloud is the same cloud.
func TestSnapshotsTravel(t *testing.T) {
	c, names := cloudOf(t)
	id := run(t, c, names)
	data, err := c.Snapshot().Encode()
	if err != nil {
		t.Fatal(err)
	}
	other, _ := cloudOf(t)
	read, err := other.DecodeSnapshot(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Restore(read); err != nil {
		t.Fatal(err)
	}
	again, err := other.Snapshot().Encode()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, again) {
		t.Error("the snapshot that came back is another")
	}
	for range 6 {
		if got, want := status(t, other, id), status(t, c, id); got != want {
			t.Errorf("%s is %s there and %s here", id, got, want)
		}
	}
	if got, want := run(t, other, names), run(t, c, names); got != want {
		t.Errorf("the next instance is %s there and %s here", got, want)
	}
}

func TestDecodeSnapshotRefusesWhatIsNone(t *testing.T) {
	c, _ := cloudOf(t)
	good, err := c.Snapshot().Encode()
	if err != nil {
		t.Fatal(err)
	}
	flipped := func(at int) []byte {
		data := bytes.Clone(good)
		data[at] ^= 1
		return data
	}
	for _, tt := range []struct {
		name, want string
		data       []byte
	}{
		{"nothing", "no snapshot", nil},
		{"another version", "no snapshot", flipped(15)},
		{"a first line alone", "cut off", good[:len("ecsim snapshot 2\n")+3]},
		{"another length", "damaged", flipped(20)},
		{"another head", "damaged", flipped(27)},
		{"a damaged world", "damaged", flipped(len(good) - 9)},
		{"half a world", "cut off", good[:len(good)/2]},
	} {
		if _, err := c.DecodeSnapshot(tt.data); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}
