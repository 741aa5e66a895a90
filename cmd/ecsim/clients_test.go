package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// lifecycle is what each of the vendor's clients sees of one life: of an
// instance, an image of it, and a network interface. The scripts of the clients
// print it, see testdata/npm/lifecycle.js.
const lifecycle = `DescribeVSwitches ok
DescribeSecurityGroups ok
DescribeImages ok
RunInstances ok
RunInstances ok
RunInstances 400 IdempotentParameterMismatch
DescribeInstances Running
ModifyInstanceAttribute 400 InvalidOperation.InvalidEcsState
StopInstance ok
DescribeInstances Stopped
ModifyInstanceAttribute ok
DescribeInstances ok
CreateImage ok
DescribeImages Available
ModifyImageAttribute ok
DescribeImages ok
DeleteImage ok
CreateNetworkInterface ok
DescribeNetworkInterfaces Available
AttachNetworkInterface ok
DescribeNetworkInterfaces InUse
DeleteNetworkInterface 400 InvalidOperation.InvalidEniState
DetachNetworkInterface ok
DescribeNetworkInterfaces Available
DeleteNetworkInterface ok
DeleteInstance ok
DescribeInstances none
StartInstance 404 InvalidInstanceId.NotFound
`

// The vendor's clients for Node.js, of the versions that package-lock.json pins.
// They come from the registry once and are kept in the user's cache. Where node is
// missing the test is skipped; where the registry cannot be reached it is skipped
// too, unless ECSIM_CLIENTS=required (as in CI).
func TestNodeClientsLiveALife(t *testing.T) {
	t.Parallel()
	node, modules := nodeClients(t)
	script, err := filepath.Abs(filepath.Join("testdata", "npm", "lifecycle.js"))
	if err != nil {
		t.Fatal(err)
	}
	_, certificate, key := ownCertificate(t)
	for _, client := range []string{"ecs-v3", "ecs-v1", "pop-get", "pop-post", "pop-post https"} {
		t.Run(client, func(t *testing.T) {
			t.Parallel()
			client, scheme, _ := strings.Cut(client, " ")
			url, _, stop := serving(t, "--addr", "127.0.0.1:0", "--clock", "ticks", "--tls-cert", certificate, "--tls-key", key)
			defer stop()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			if scheme != "" {
				url = strings.Replace(url, "http", scheme, 1)
			}
			cmd := exec.CommandContext(ctx, node, script, client, url, "ecsim-main", "ecsim-main-secret")
			cmd.Env = append(os.Environ(), "NODE_PATH="+modules, "NODE_EXTRA_CA_CERTS="+certificate)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if err != nil || string(out) != lifecycle {
				t.Errorf("%v\n%s\nit saw\n%s\nwant\n%s", err, stderr.String(), out, lifecycle)
			}
		})
	}
}

// nodeClients returns node, and the folder in which it finds the clients.
func nodeClients(t *testing.T) (node, modules string) {
	t.Helper()
	node, err := exec.LookPath("node")
	npm, npmErr := exec.LookPath("npm")
	if err != nil || npmErr != nil {
		t.Skip("node or npm is missing: the vendor's clients for Node.js are NOT tested")
	}
	modules, err = install(t.Context(), npm)
	if err != nil {
		if os.Getenv("ECSIM_CLIENTS") == "required" {
			t.Fatal(err)
		}
		t.Skipf("the vendor's clients for Node.js are NOT tested: %v", err)
	}
	return node, modules
}

// install brings what package-lock.json pins into a folder of the user's cache
// that is named after it, unless it is there.
func install(ctx context.Context, npm string) (modules string, err error) {
	sum := sha256.New()
	files := map[string][]byte{}
	for _, name := range []string{"package.json", "package-lock.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", "npm", name))
		if err != nil {
			return "", err
		}
		files[name] = data
		_, _ = sum.Write(data)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "ecsim", "clients-"+hex.EncodeToString(sum.Sum(nil))[:16])
	modules = filepath.Join(dir, "node_modules")
	if _, err := os.Stat(modules); err == nil {
		return modules, nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), "install-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh) //nolint:errcheck // what is left of it is only in the way
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(fresh, name), data, 0o600); err != nil {
			return "", err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = fresh
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	if err := os.Rename(fresh, dir); err != nil { // another test may have been faster
		if _, statErr := os.Stat(modules); statErr != nil {
			return "", err
		}
	}
	return modules, nil
}

// A lock file that names a registry would send everybody there, whatever mirror
// they have chosen.
func TestTheLockFileNamesNoRegistry(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "npm", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	if i := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, `"resolved"`) }); i >= 0 {
		t.Errorf("line %d: %s: write it with npm install --omit-lockfile-registry-resolved", i+1, lines[i])
	}
	if !strings.Contains(string(data), `"integrity": "sha512-`) {
		t.Error("nothing is pinned by its hash")
	}
}
