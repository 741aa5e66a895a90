package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// A pageFile is a bbolt file as it lies on the disk. bbolt itself believes what
// it reads: a page that points to itself hangs it, and a wrong length is a
// panic. Here everything that is read is checked first, no page is read twice,
// and the list of unused pages is not read at all.
type pageFile struct {
	file     io.ReaderAt
	size     int64
	pageSize int64
	used     map[uint64]bool // pages that were read
}

// A root is one of the two first pages: each describes a state of the file, the
// later one the last commit.
type root struct {
	pageSize int64
	tree     uint64 // page of the bucket of buckets
	pages    uint64 // how many there are
	commit   uint64
}

// Where things are in a page. bbolt writes numbers as the machine has them.
const (
	rootMagic   = 0xED0CDAED
	rootVersion = 2
	rootLength  = 64

	headLength    = 16
	elementLength = 16
	bucketLength  = 16

	branchPage = 0x01
	leafPage   = 0x02

	bucketElement = 0x01

	deepest = 64 // levels of a tree; a file that fits on a disk has no more than 20
)

// rootAt reads one of the two first pages.
func rootAt(file io.ReaderAt, at int64) (root, bool) {
	var m [rootLength]byte
	if _, err := file.ReadAt(m[:], at+headLength); err != nil {
		return root{}, false
	}
	word, sum := binary.NativeEndian, fnv.New64a()
	_, _ = sum.Write(m[:rootLength-8])
	if word.Uint32(m[:]) != rootMagic || word.Uint32(m[4:]) != rootVersion || word.Uint64(m[rootLength-8:]) != sum.Sum64() {
		return root{}, false
	}
	r := root{int64(word.Uint32(m[8:])), word.Uint64(m[16:]), word.Uint64(m[40:]), word.Uint64(m[48:])}
	return r, r.pageSize >= 512 && r.pageSize <= 1<<20 && r.pageSize&(r.pageSize-1) == 0
}

// rootsOf reads both, the later one first. An error says which is damaged; the
// other is returned with it, if it can be read.
func rootsOf(file io.ReaderAt) ([]root, error) {
	first, ok := rootAt(file, 0)
	size := int64(os.Getpagesize())
	if ok {
		size = first.pageSize
	}
	second, also := rootAt(file, size)
	switch {
	case !ok && !also:
		return nil, errors.New("both of its first pages are damaged")
	case !ok:
		return []root{second}, errors.New("page 0 is damaged, so that the last call may be lost")
	case !also:
		return []root{first}, errors.New("page 1 is damaged, so that the last call may be lost")
	case second.commit > first.commit:
		return []root{second, first}, nil
	default:
		return []root{first, second}, nil
	}
}

// openPages returns the pages of the state that a root describes.
func openPages(file *os.File, r root) (*pageFile, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if most := uint64(info.Size() / r.pageSize); most < r.pages {
		return nil, fmt.Errorf("the file is cut off: it has %d pages of %d", most, r.pages)
	}
	return &pageFile{file: file, size: int64(r.pages), pageSize: r.pageSize, used: map[uint64]bool{0: true, 1: true}}, nil
}

// page reads a page and those that continue it.
func (p *pageFile) page(id uint64) ([]byte, error) {
	if id >= uint64(p.size) {
		return nil, fmt.Errorf("page %d is behind the end", id)
	}
	var head [headLength]byte
	if _, err := p.file.ReadAt(head[:], int64(id)*p.pageSize); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	more := uint64(binary.NativeEndian.Uint32(head[12:]))
	if got := binary.NativeEndian.Uint64(head[:]); got != id || more >= uint64(p.size)-id {
		return nil, fmt.Errorf("page %d is not what it says", id)
	}
	for n := id; n <= id+more; n++ {
		if p.used[n] {
			return nil, fmt.Errorf("page %d is used twice", n)
		}
		p.used[n] = true
	}
	data := make([]byte, int64(more+1)*p.pageSize)
	if _, err := p.file.ReadAt(data, int64(id)*p.pageSize); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	return data, nil
}

// An element is one entry of a leaf page.
type element struct {
	flags      uint32
	key, value []byte
}

// walk yields the entries of a tree in order.
func (p *pageFile) walk(id uint64, depth int, yield func(element) error) error {
	if depth > deepest {
		return errors.New("its pages are too deep")
	}
	data, err := p.page(id)
	if err != nil {
		return err
	}
	switch kind, count := binary.NativeEndian.Uint16(data[8:]), int(binary.NativeEndian.Uint16(data[10:])); kind {
	case leafPage:
		return leaves(data, count, yield)
	case branchPage:
		if headLength+count*elementLength > len(data) {
			return fmt.Errorf("page %d has more entries than room", id)
		}
		for n := range count {
			if err := p.walk(binary.NativeEndian.Uint64(data[headLength+n*elementLength+8:]), depth+1, yield); err != nil {
				return err
			}
		}
		return nil
	default:
		return fmt.Errorf("page %d is of no known kind", id)
	}
}

// leaves yields the entries of a leaf page.
func leaves(data []byte, count int, yield func(element) error) error {
	if headLength+count*elementLength > len(data) {
		return errors.New("a page has more entries than room")
	}
	word := binary.NativeEndian
	for n := range count {
		at := headLength + n*elementLength
		entry := data[at : at+elementLength]
		begin := uint64(at) + uint64(word.Uint32(entry[4:]))
		middle := begin + uint64(word.Uint32(entry[8:]))
		end := middle + uint64(word.Uint32(entry[12:]))
		if end > uint64(len(data)) {
			return errors.New("an entry ends behind its page")
		}
		if err := yield(element{word.Uint32(entry), data[begin:middle], data[middle:end]}); err != nil {
			return err
		}
	}
	return nil
}

// A bucket is a tree of keys and values, on pages of its own or within the value
// that names it.
type bucket struct {
	file   *pageFile
	page   uint64
	within []byte
}

// buckets reads the bucket of buckets.
func (p *pageFile) buckets(r root) (map[string]bucket, error) {
	all := map[string]bucket{}
	err := p.walk(r.tree, 0, func(e element) error {
		if e.flags&bucketElement == 0 || len(e.value) < bucketLength {
			return errors.New("a bucket is none")
		}
		b := bucket{file: p, page: binary.NativeEndian.Uint64(e.value)}
		if b.page == 0 {
			b.within = e.value[bucketLength:]
		}
		all[string(e.key)] = b
		return nil
	})
	return all, err
}

// each yields keys and values, in the order of the keys.
func (b bucket) each(yield func(key, value []byte) error) error {
	var last []byte
	ordered := func(e element) error {
		switch {
		case e.flags&bucketElement != 0:
			return errors.New("a value is a bucket")
		case last != nil && bytes.Compare(last, e.key) >= 0:
			return errors.New("keys are out of order")
		}
		last = e.key
		return yield(e.key, e.value)
	}
	switch {
	case b.file == nil:
		return errors.New("a bucket is missing")
	case b.page != 0:
		return b.file.walk(b.page, 0, ordered)
	case len(b.within) < headLength:
		return errors.New("a bucket is cut off")
	case binary.NativeEndian.Uint16(b.within[8:]) != leafPage:
		return errors.New("a bucket is of no known kind")
	default:
		return leaves(b.within, int(binary.NativeEndian.Uint16(b.within[10:])), ordered)
	}
}
