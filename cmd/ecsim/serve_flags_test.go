package main

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// contentsBelow reads all files, and names all directories.
func contentsBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			found[path] = "a directory"
			return err
		}
		data, err := os.ReadFile(path)
		found[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// badFiles are what the flags below name.
func badFiles(t *testing.T) {
	t.Helper()
	_, certificate, key := ownCertificate(t)
	_, _, other := ownCertificate(t)
	for name, from := range map[string]string{"cert.pem": certificate, "key.pem": key, "other.pem": other} {
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll("taken/deep", 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"file": "text\n", "bad.yaml": "name: mine\nnow: 2026-01-01T00:00:00Z\ncolour: red\n", "empty.yaml": "",
		"no.pem": "no certificate\n", "traffic.seq": "an old recording\n", "taken/thesis": "mine\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Every value that makes no sense ends serve with one line that names the flag, or
// the variable that it came from, and what to do. Nothing is written, whatever the
// other flags ask for.
func TestServeRefusesEachBadFlag(t *testing.T) {
	t.Chdir(t.TempDir())
	badFiles(t)
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close() //nolint:errcheck // nobody came
	for _, c := range []struct{ flag, value, want string }{
		{"addr", "nonsense", "write HOST:PORT"},
		{"addr", "", "write HOST:PORT"},
		{"addr", "127.0.0.1:99999", "invalid port"},
		{"addr", "0.0.0.0:0", "choose 127.0.0.1, or add --expose"},
		{"addr", taken.Addr().String(), "address already in use: choose another"},
		{"expose", "maybe", "invalid syntax"},
		{"world", "nowhere", "no such world: choose arrears, default"},
		{"world", "bad.yaml", "bad.yaml: "},
		{"world", "empty.yaml", "empty.yaml: "},
		{"world", "taken", "is a directory"},
		{"seed", "many", "invalid syntax"},
		{"seed", "-1", "invalid syntax"},
		{"auth", "maybe", "choose strict or off"},
		{"clock", "sun", "choose real, ticks, frozen or scaled:N"},
		{"clock", "scaled:0", "give a factor above 0"},
		{"clock", "scaled:NaN", "give a factor above 0"},
		{"clock", "scaled:Inf", "give a factor above 0"},
		{"clock", "frozen:2", "only scaled takes a number"},
		{"transitions", "never", "choose instant, manual or timed"},
		{"consistency", "late", "choose strict, eventual or eventual:RANGE"},
		{"mutant", "skip:No/Such", "is unknown; nearest: "},
		{"unserved", "404", "choose 400 or 501"},
		{"rate-limit", "RunInstances=often", "write OPERATION=N/s"},
		{"rate-limit", "RunInstances=0/s", "N from 1 to"},
		{"rate-limit", "MakeCoffee=1/s", "no operation is called"},
		{"rate-limit", "*=1/s,*=2/s", "has a limit already"},
		{"record", "traffic.txt", "ends in .seq"},
		{"record", "missing/traffic.seq", "make the directory first"},
		{"record", "file/traffic.seq", "file is not a directory"},
		{"tls-cert", "cert.pem", "belong together"},
		{"tls-key", "key.pem", "belong together"},
		{"tls-cert", "missing.pem --tls-key key.pem", "no such file"},
		{"tls-cert", "no.pem --tls-key key.pem", "failed to find"},
		{"tls-cert", "cert.pem --tls-key other.pem", "does not match"},
		{"data-dir", "file", "not a directory"},
		{"data-dir", "file/state", "not a directory"},
		{"data-dir", "taken", "holds deep, which is not a journal's"},
		{"data-dir", "/proc/nowhere/state", "/proc/nowhere"},
		{"data-dir", "state --mutant skip:ModifyInstanceAttribute/InvalidOperation.InvalidEcsState", "cannot be combined"},
		{"snapshot-every", "0", "give at least 1"},
		{"snapshot-every", "often", "invalid syntax"},
		{"ready-file", "missing/ready", "make the directory first"},
		{"ready-file", "taken", "is a directory: name a file"},
		{"endpoints-file", "missing/endpoints.json", "make the directory first"},
		{"log", "xml", "choose text or json"},
		{"quiet", "maybe", "invalid syntax"},
		{"max-body", "0", "give at least 1"},
		{"max-body", "1MB", "invalid syntax"},
		{"read-timeout", "0s", "give more than 0"},
		{"read-timeout", "-1s", "give more than 0"},
		{"read-timeout", "soon", "invalid duration"},
		{"idle-timeout", "-1s", "give more than 0"},
		{"write-timeout", "0s", "give more than 0"},
	} {
		t.Run(c.flag+" "+c.value, func(t *testing.T) {
			value, more, _ := strings.Cut(c.value, " ")
			refusedAtStart(t, c.flag, append([]string{"--" + c.flag + "=" + value}, strings.Fields(more)...), "--"+c.flag, c.want)
		})
		t.Run(variableOf(c.flag)+" "+c.value, func(t *testing.T) {
			value, more, _ := strings.Cut(c.value, " ")
			t.Setenv(variableOf(c.flag), value)
			name := variableOf(c.flag)
			if c.want == "address already in use: choose another" || c.want == "invalid port" {
				name = "--addr" // says what to do
			}
			refusedAtStart(t, c.flag, strings.Fields(more), name, c.want)
		})
	}
}

// refusedAtStart runs serve with the arguments and others that would write.
func refusedAtStart(t *testing.T, flag string, args []string, name, want string) {
	t.Helper()
	others := map[string]string{"addr": "127.0.0.1:0", "data-dir": "state/deep", "record": "traffic.seq", "ready-file": "ready"}
	if flag == "mutant" { // does not go with a data directory
		delete(others, "data-dir")
	}
	for other, value := range others {
		if other != flag {
			args = append(args, "--"+other, value)
		}
	}
	before := contentsBelow(t, ".")
	stdout, stderr := mustRun(t, exitUsage, append([]string{"serve"}, args...)...)
	wantOneLine(t, stdout, stderr, want)
	if strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, name) {
		t.Errorf("want one line that names %s, got\n%s", name, stderr)
	}
	if diff := cmp.Diff(before, contentsBelow(t, ".")); diff != "" {
		t.Errorf("serve has written:\n%s", diff)
	}
}

// A data directory that belongs to another world is left as it is.
func TestServeRefusesAnotherWorldsDirectory(t *testing.T) {
	t.Chdir(t.TempDir())
	_, _, stop := serving(t, "--addr", "127.0.0.1:0", "--quiet", "--data-dir", "state", "--clock", "frozen")
	if code := stop(); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	for _, c := range []struct{ flag, value, want string }{
		{"world", "quota", "begun as the world default, not quota: leave out --world"},
		{"seed", "2", "begun with the seed 1, not 2: leave out --seed"},
	} {
		before := contentsBelow(t, ".")
		stdout, stderr := mustRun(t, exitUsage, "serve", "--addr", "127.0.0.1:0", "--data-dir", "state", "--"+c.flag, c.value)
		wantOneLine(t, stdout, stderr, c.want)
		if !strings.Contains(stderr, "--data-dir") {
			t.Errorf("it does not name --data-dir: %s", stderr)
		}
		if diff := cmp.Diff(before, contentsBelow(t, ".")); diff != "" {
			t.Errorf("serve has written:\n%s", diff)
		}
	}
}
