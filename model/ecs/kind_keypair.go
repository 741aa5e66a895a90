package ecs

import (
	"crypto/md5" //nolint:gosec // the page says that fingerprints are MD5 digests
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A KeyPair is an SSH key pair. Calls know it by its name, which is unique in an
// account and region: only the answer of CreateKeyPair shows the KeyPairId.
type KeyPair struct {
	KeyPairName        string     `wire:"KeyPairName,+new,+imported"`
	KeyPairId          string     `wire:"KeyPairId,new" compare:"volatile"`
	KeyPairFingerPrint string     `wire:"KeyPairFingerPrint,+new,+imported" compare:"chosen"`
	PublicKey          string     `wire:"PublicKey,IncludePublicKey" compare:"chosen"`
	CreationTime       time.Time  `wire:"CreationTime,minutes" compare:"volatile"`
	Tags               model.List `wire:"Tags.Tag[].TagKey|Key=TagValue|Value"`
}

// KindKeyPair is the kind of SSH key pairs.
//
//nolint:gochecknoglobals // a constant in all but syntax: a kind never changes
var KindKeyPair = model.NewKind(model.KindFacts{
	Number: 10, Name: "KeyPair", ShowsTags: "DescribeKeyPairs.Tags", Prefix: "ssh", CalledBy: "KeyPairName", Letter: "k", Product: "ecs", ARN: "keypair", Removal: 7,
})

// TheKeyPair is the need of rules about the key pair that a call names.
//
//nolint:gochecknoglobals // a constant in all but syntax
var TheKeyPair = KindKeyPair.Need()

// QuotaKeyPairs is the limit of key pairs in a region.
const QuotaKeyPairs model.FactName = "KeyPairs"

// Kind returns KindKeyPair.
func (*KeyPair) Kind() model.Kind { return KindKeyPair }

// ID returns the KeyPairId with the name; see [model.NamedID].
func (k *KeyPair) ID() string { return model.NamedID(k.KeyPairId, k.KeyPairName) }

// Lifecycle says that a key pair has no status.
func (*KeyPair) Lifecycle() (status string, since time.Time) { return "", time.Time{} }

// KeyPairs returns the key pairs of the place.
func KeyPairs(p *model.Place) model.Table[KeyPair, *KeyPair] {
	return model.TableOf[KeyPair](p, KindKeyPair)
}

// KeyPairNamed returns the key pair of the name in the place, or nil.
func KeyPairNamed(p *model.Place, name string) *KeyPair {
	return KeyPairs(p).Get(p.Owner(KindKeyPair, name))
}

// KeyPairOf returns the key pair that the call names, or nil.
func KeyPairOf(r *model.Request) *KeyPair { k, _ := r.Thing(TheKeyPair).(*KeyPair); return k }

// keyPairKind is the record of key pairs.
func keyPairKind() *model.KindRecord {
	return model.Declare(model.KindOf[KeyPair]{
		Kind:     KindKeyPair,
		Tags:     func(k *KeyPair) model.List { return k.Tags },
		Parts:    model.NoParts[KeyPair],
		UsableBy: model.UsableByOwner[KeyPair],
		Owns:     func(k *KeyPair) []string { return []string{k.KeyPairName} },
		Uses:     model.UsesNothing[KeyPair],
		Aspects:  model.NoAspects[KeyPair],
		Shape: func(_ string, k KeyPair) (bare KeyPair, links []string) {
			return KeyPair{Tags: k.Tags}, nil
		},
		Check:  checkKeyPairs,
		Find:   model.FindOwn(KindKeyPair),
		Edges:  model.NoEdges(),
		Quotas: []model.Quota{{Name: QuotaKeyPairs, Value: 500, Source: "Limits 2021; CreateKeyPair page (2024-12)"}},
		Import: func(w *model.World, p *model.Place, k KeyPair) error {
			AddKeyPair(w, p, k)
			return nil
		},
		Shown: func(k KeyPair) KeyPair { return k },
		File:  model.SectionOf("keypairs", 0, func(f fileKeyPair) string { return f.As }, addFileKeyPair),
	})
}

// AddKeyPair adds the key pair to the place, with an id, and returns it.
func AddKeyPair(w *model.World, p *model.Place, k KeyPair) KeyPair {
	k.KeyPairId = w.NewID(KindKeyPair)
	if k.KeyPairFingerPrint == "" {
		k.KeyPairFingerPrint = FingerPrint([]byte(k.KeyPairId))
	}
	model.Put(w, p.Account, p.Region, k)
	return k
}

// TestPublicKey is the public half of the key that every key pair has which the
// cloud makes: the test key of RFC 9500, section 2.1. There is no machine to log
// in to.
const TestPublicKey = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCw+egZQ6eumJKq3hfKfED4dE/tL4FI5sjqont9ABVI+1GSqyi1bFBgsRjM0THl" +
	"lIdMbKmJtWwnKW8J+5OgNN8y6Xxv8JmM/Y5vQt2lis0fqXmG8UTz0VTWdlAXXmhUs6lSADvAaIe4RVrCsZ97L3ZQTryY7JRVcbB4" +
	"khUN3Gp0yg+801SXzoFTTa+UGIRLE66jH51aa5VXu99hnv1OiH8tQrjdi8mH6uG/icq4XuIeNWMF32wHqIOOPvQcWV3M5D2vxJEj" +
	"702Ku6k9OQXkAo17qRSEonWW4HtLbtmS8He1JNPc/n3dVUm+fM6NoDXPoLP7j55G9zKyqGtGAWXAj1MT"

// FingerPrint is the MD5 digest of a public key in the format of RFC 4716.
func FingerPrint(key []byte) string {
	sum := md5.Sum(key) //nolint:gosec // see the import
	digits := make([]string, 0, len(sum))
	for _, b := range sum {
		digits = append(digits, hex.EncodeToString([]byte{b}))
	}
	return strings.Join(digits, ":")
}

// checkKeyPairs reports key pairs without an id or a fingerprint. That no two have
// one name is checked of every kind that calls know by name.
func checkKeyPairs(_ *model.World, p *model.Place, report model.Report) {
	for id, k := range KeyPairs(p).All {
		if !strings.HasPrefix(k.KeyPairId, KindKeyPair.Prefix()+"-") || k.KeyPairFingerPrint == "" {
			report(id, "has the KeyPairId %q and the fingerprint %q", k.KeyPairId, k.KeyPairFingerPrint)
		}
	}
}

// A fileKeyPair is a key pair of a world file.
type fileKeyPair struct {
	As      string            `yaml:"as"`
	Account string            `yaml:"account"`
	Region  string            `yaml:"region"`
	Name    string            `yaml:"name"` // as it is if empty
	Tags    map[string]string `yaml:"tags"`
}

func addFileKeyPair(w *model.World, f fileKeyPair) error {
	p, err := w.PlaceOf(f.Account, f.Region)
	if err != nil {
		return err
	}
	k := KeyPair{KeyPairName: f.Name, PublicKey: TestPublicKey, CreationTime: w.Now(), Tags: model.FileTags(f.Tags)}
	if k.KeyPairName == "" {
		k.KeyPairName = f.As
	}
	if KeyPairNamed(p, k.KeyPairName) != nil {
		return fmt.Errorf("there is another key pair %s: names are unique in an account and region", k.KeyPairName)
	}
	k = AddKeyPair(w, p, k)
	return w.Base().AddNamed(f.As, k.ID())
}
