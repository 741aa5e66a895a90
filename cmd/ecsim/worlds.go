package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// openWorld reads an embedded world by its name, or a world file.
func openWorld(m *model.Model, name string, seed uint64) (model.World, error) {
	if slices.Contains(model.WorldNames(), name) {
		return model.Named(m, name, seed)
	}
	data, err := readAtMost(name, mostWorld)
	if errors.Is(err, os.ErrNotExist) {
		return model.Named(m, name, seed) // its error lists the worlds
	}
	if err != nil {
		return model.World{}, fmt.Errorf("read the world file: %w", err)
	}
	world, err := model.ReadWorld(m, data, seed)
	if err != nil {
		return world, fmt.Errorf("%s: %w", name, err)
	}
	return world, nil
}

// mostWorld limits a world file, in bytes.
const mostWorld = 64 << 20

// readAtMost reads a file that has an end.
func readAtMost(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%s is larger than %d bytes: name another file", name, most)
	}
	return data, nil
}

// specialWorlds are the embedded worlds beside the default one.
func specialWorlds() []string {
	var out []string
	for _, name := range model.WorldNames() {
		if name != "default" {
			out = append(out, name)
		}
	}
	return out
}
