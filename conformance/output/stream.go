package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// A Stream is a file that grows while a program runs: a head, a body that is added
// to, and a tail that says that the file is whole. What was added needs no memory.
// Between two additions the file is whole; one that a killed process was adding to
// may lack its tail.
type Stream struct {
	path string
	file *os.File
	mode fs.FileMode
	// at is the end of the body; grows says that the tail behind it is overwritten
	// by what is added. A pipe or a device gets the tail once, at the end.
	at    int64
	head  int64
	grows bool
}

// Begin writes the head and the tail of a stream. It replaces what is there, as
// [Write] does, so that a path that cannot be written is found at once.
func Begin(path, head, tail string) (*Stream, error) {
	kind, mode, err := inspect(path, Public)
	if err != nil {
		return nil, err
	}
	s := &Stream{path: path, mode: mode, grows: kind != through}
	if s.grows {
		if err := Write(path, []byte(head+tail)); err != nil {
			return nil, err
		}
	}
	if s.file, err = os.OpenFile(path, os.O_RDWR, 0); err != nil {
		return nil, withPath(path, err)
	}
	s.head, s.at = int64(len(head)), int64(len(head))
	if !s.grows {
		_, err = s.file.WriteString(head)
	}
	return s, withPath(path, err)
}

// Add adds to the body.
func (s *Stream) Add(text, tail string) error {
	if !s.grows {
		_, err := s.file.WriteString(text)
		return withPath(s.path, err)
	}
	if _, err := s.file.WriteAt([]byte(text+tail), s.at); err != nil {
		return withPath(s.path, err)
	}
	s.at += int64(len(text))
	return nil
}

// Finish ends the stream. A head that has changed since takes the place of the first
// one: the file is copied behind it.
func (s *Stream) Finish(head, tail string) error {
	if !s.grows {
		_, err := s.file.WriteString(tail)
		return withPath(s.path, errors.Join(err, s.file.Close()))
	}
	defer func() { _ = s.file.Close() }() // only read from here on
	was := make([]byte, s.head)
	if _, err := s.file.ReadAt(was, 0); err != nil {
		return fmt.Errorf("read %s again: %w", s.path, err)
	}
	if string(was) == head {
		return nil
	}
	body := io.NewSectionReader(s.file, s.head, s.at-s.head)
	err := replaceWith(s.path, s.mode, func(w io.Writer) error {
		if _, err := io.WriteString(w, head); err != nil {
			return err
		}
		if _, err := io.Copy(w, body); err != nil {
			return err
		}
		_, err := io.WriteString(w, tail)
		return err
	})
	return withPath(s.path, err)
}
