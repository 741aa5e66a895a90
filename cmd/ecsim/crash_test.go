package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/journal"
)

// The account and region of the default world that the load works in.
const (
	crashAccount = "1000000000000001"
	crashRegion  = "cn-hangzhou"
)

// TestKillAtAnyMoment kills a serving process at random moments, under the load
// of several clients, and starts it again on the same directory: every
// acknowledged call is there, no other one is half there, and the process that
// starts has, to the bit, what a replay of the journal gives.
// ECSIM_CRASH_ROUNDS and ECSIM_CRASH_SEED choose how often, and when; `make
// crash` runs 200 rounds.
func TestKillAtAnyMoment(t *testing.T) {
	rounds, seed := fromEnv(t, "ECSIM_CRASH_ROUNDS", 8), fromEnv(t, "ECSIM_CRASH_SEED", 1)
	k := &killed{t: t, bin: buildServe(t), dir: filepath.Join(t.TempDir(), "data"), start: crashWorld(t)}
	for n := range 6 {
		k.clients = append(k.clients, &crashClient{k: k, name: "c" + strconv.Itoa(n), boxes: map[string]*box{}, launches: map[string]launched{}})
	}
	draw := rand.New(rand.NewPCG(uint64(seed), 0))
	for round := range rounds {
		k.round(draw, round)
		if t.Failed() {
			t.Fatalf("round %d of seed %d", round, seed)
		}
	}
	k.properEnd()
	t.Logf("%d kills (%d before the process was ready): %d calls acknowledged, %d refused, %d unanswered, of which %d took effect; %d changes replayed, %d worlds compared",
		rounds, k.early, k.acknowledged, k.refused, k.unanswered, k.effective, k.replayed, k.compared)
	if rounds >= 8 && (k.acknowledged == 0 || k.replayed == 0) {
		t.Error("nothing was at stake")
	}
}

func fromEnv(t *testing.T, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: give a number above 0", name, text)
	}
	return n
}

func crashWorld(t *testing.T) model.World {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// buildServe builds the program once.
func buildServe(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "ecsim")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

// killed is a directory whose process gets killed.
type killed struct {
	t        *testing.T
	bin, dir string
	start    model.World
	clients  []*crashClient
	want     []byte // the state that the last journal leads to

	mu                                        sync.Mutex
	acknowledged, refused, unanswered         int
	early, effective, replayed, compared, ran int
}

// serve starts the process. The URL comes once it is ready.
func (k *killed) serve(every int) (cmd *exec.Cmd, ready string, stderr *bytes.Buffer) {
	k.t.Helper()
	k.ran++
	ready = filepath.Join(k.t.TempDir(), "ready"+strconv.Itoa(k.ran))
	args := []string{"serve", "--addr", "127.0.0.1:0", "--auth", "off", "--data-dir", k.dir, "--ready-file", ready, "--snapshot-every", strconv.Itoa(every)}
	if k.ran == 1 {
		args = append(args, "--clock", "ticks")
	}
	cmd = exec.CommandContext(k.t.Context(), k.bin, args...)
	stderr = &bytes.Buffer{}
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	return cmd, ready, stderr
}

// round starts the process, lets clients work, and kills it.
func (k *killed) round(draw *rand.Rand, round int) {
	every := []int{3, 20, 100, 10000}[draw.IntN(4)]
	fromStart := draw.IntN(4) == 0 // some are killed on their way up
	delay := time.Duration(draw.IntN(150_000)) * time.Microsecond
	cmd, ready, stderr := k.serve(every)
	if fromStart {
		time.Sleep(delay) // the moment is the point
	}
	base := ""
	if !fromStart {
		if base = k.await(ready); base == "" {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			k.t.Errorf("not ready within twenty seconds:\n%s", stderr)
			return
		}
		k.sameAsReplay()
		ctx, cancel := context.WithCancel(k.t.Context())
		var all sync.WaitGroup
		for i, c := range k.clients {
			own := rand.New(rand.NewPCG(uint64(round), uint64(i)))
			all.Go(func() { c.work(ctx, base, own) })
		}
		time.Sleep(delay) // as above
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			k.t.Errorf("kill: %v\n%s", err, stderr)
		}
		_ = cmd.Wait()
		cancel()
		all.Wait()
	} else {
		k.early++
		_ = cmd.Process.Signal(syscall.SIGKILL)
		_ = cmd.Wait()
	}
	if strings.Contains(stderr.String(), "panic") {
		k.t.Errorf("the process broke:\n%s", stderr)
	}
	k.look()
}

func (k *killed) await(ready string) string {
	for range 2000 {
		if data, err := os.ReadFile(ready); err == nil {
			return strings.TrimSpace(string(data))
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ""
}

// copied is what the directory holds, out of the process's way.
func (k *killed) copied() (saved sim.Saved, replayed int, ok bool) {
	k.t.Helper()
	data, err := os.ReadFile(filepath.Join(k.dir, "ecsim.db"))
	if os.IsNotExist(err) {
		return sim.Saved{}, 0, false // killed before there was anything
	}
	if err != nil {
		k.t.Fatal(err)
	}
	dir, err := os.MkdirTemp(k.t.TempDir(), "")
	if err != nil {
		k.t.Fatal(err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the test's directory goes, too
	if err := os.WriteFile(filepath.Join(dir, "ecsim.db"), data, 0o600); err != nil {
		k.t.Fatal(err)
	}
	saved, replayed, err = journal.Read(dir, k.start)
	if err != nil {
		k.t.Error(err)
		return sim.Saved{}, 0, false
	}
	return saved, replayed, true
}

func toTheBit(t *testing.T, s sim.Saved) []byte {
	t.Helper()
	world, err := s.World.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(world, "%s %s %v %d", s.Transitions, s.Clock, s.At.UTC(), s.Requests)
}

// sameAsReplay compares what a process has begun with, before anybody calls it,
// with the replay of what the killed one left.
func (k *killed) sameAsReplay() {
	saved, replayed, ok := k.copied()
	if !ok {
		k.t.Error("a process that is ready has no journal")
		return
	}
	if replayed != 0 {
		k.t.Errorf("a process that begins has %d changes behind its snapshot", replayed)
	}
	if k.want != nil {
		k.compared++
		if !bytes.Equal(k.want, toTheBit(k.t, saved)) {
			k.t.Error("the process that starts has another state than a replay of the journal gives")
		}
	}
}

// look sees what the journal leads to after a kill.
func (k *killed) look() {
	saved, replayed, ok := k.copied()
	if !ok {
		if k.want != nil {
			k.t.Error("the journal is gone")
		}
		return
	}
	k.replayed += replayed
	k.want = toTheBit(k.t, saved)
	if err := saved.World.Check(); err != nil {
		k.t.Errorf("the world is not sound: %v", err)
	}
	for _, c := range k.clients {
		c.compare(saved.World)
	}
}

// properEnd ends the process as an operator does.
func (k *killed) properEnd() {
	cmd, ready, stderr := k.serve(100)
	base := k.await(ready)
	k.clients[0].launch(k.t.Context(), base)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		k.t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		k.t.Errorf("SIGTERM: %v\n%s", err, stderr)
	}
	if _, replayed, ok := k.copied(); !ok || replayed != 0 {
		k.t.Errorf("a proper end leaves %d changes to replay", replayed)
	}
	k.look()
}

// A crashClient calls, and remembers what was acknowledged.
type crashClient struct {
	k        *killed
	name     string
	made     int
	boxes    map[string]*box     // by id
	launches map[string]launched // by instance name
}

// A box is an instance as its client knows it.
type box struct {
	name, asked string // acknowledged; asked for without an answer
	gone        bool
	going       bool // asked for without an answer
}

// A launched is what became of a RunInstances of two.
type launched struct{ answered, refused bool }

// work calls until the server is gone.
func (c *crashClient) work(ctx context.Context, base string, draw *rand.Rand) {
	for {
		var alive []string
		for id, b := range c.boxes {
			if !b.gone {
				alive = append(alive, id)
			}
		}
		var answered bool
		switch n := draw.IntN(10); {
		case len(alive) < 4 || n == 0 && len(alive) < 12:
			answered = c.launch(ctx, base)
		case n == 1 || len(alive) >= 12:
			answered = c.remove(ctx, base, alive[0])
		case n == 2:
			answered, _, _ = c.call(ctx, base, "DescribeInstances", nil)
		default:
			answered = c.rename(ctx, base, alive[0])
		}
		if !answered {
			return
		}
	}
}

func (c *crashClient) launch(ctx context.Context, base string) bool {
	names := c.k.start.Base().Names
	c.made++
	name := c.name + "-" + strconv.Itoa(c.made)
	c.launches[name] = launched{}
	answered, ok, body := c.call(ctx, base, "RunInstances", map[string]string{
		"ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"],
		"InstanceName": name, "Amount": "2", "ClientToken": name,
	})
	c.launches[name] = launched{answered, answered && !ok}
	if ok {
		sets, _ := body["InstanceIdSets"].(map[string]any)
		ids, _ := sets["InstanceIdSet"].([]any)
		if len(ids) != 2 {
			c.k.t.Errorf("RunInstances answers %v", body)
		}
		for _, id := range ids {
			c.boxes[id.(string)] = &box{name: name}
		}
	}
	return answered
}

func (c *crashClient) rename(ctx context.Context, base, id string) bool {
	b := c.boxes[id]
	c.made++
	b.asked = c.name + "-renamed-" + strconv.Itoa(c.made)
	answered, ok, _ := c.call(ctx, base, "ModifyInstanceAttribute", map[string]string{"InstanceId": id, "InstanceName": b.asked})
	if ok {
		b.name = b.asked
	}
	if answered {
		b.asked = ""
	}
	return answered
}

func (c *crashClient) remove(ctx context.Context, base, id string) bool {
	b := c.boxes[id]
	b.going = true
	answered, ok, _ := c.call(ctx, base, "DeleteInstance", map[string]string{"InstanceId": id, "Force": "true"})
	if answered {
		b.gone, b.going = ok, false
	}
	return answered
}

// call says whether there was a whole answer, and whether it was a success.
func (c *crashClient) call(ctx context.Context, base, op string, params map[string]string) (answered, ok bool, body map[string]any) {
	form := url.Values{"Action": {op}, "Version": {"2014-05-26"}, "Format": {"JSON"}, "RegionId": {crashRegion}}
	for name, value := range params {
		form.Set(name, value)
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base, strings.NewReader(form.Encode()))
	if err != nil {
		c.k.t.Error(err)
		return false, false, nil
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status := 0
	response, err := http.DefaultClient.Do(request)
	if err == nil {
		status = response.StatusCode
		var data []byte
		data, err = io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err == nil {
			err = json.Unmarshal(data, &body)
		}
	}
	c.k.mu.Lock()
	defer c.k.mu.Unlock()
	switch {
	case err != nil:
		c.k.unanswered++
		return false, false, nil
	case status == http.StatusOK:
		c.k.acknowledged++
	default:
		c.k.refused++
	}
	return true, status == http.StatusOK, body
}

// compare sees that the world has what was acknowledged, and the rest whole or
// not at all. What was open is settled afterwards.
func (c *crashClient) compare(w model.World) {
	named := map[string]int{}
	for _, r := range w.Resources(crashAccount, crashRegion, ecs.KindInstance) {
		named[r.(*ecs.Instance).InstanceName]++
	}
	for name, l := range c.launches {
		switch n := named[name]; {
		case l.refused && n != 0:
			c.k.t.Errorf("%s was refused, and there are %d instances of it", name, n)
		case !l.answered && n != 0 && n != 2:
			c.k.t.Errorf("%s was not answered, and is there by half: %d instances", name, n)
		case !l.answered && n == 2:
			c.k.effective++
		}
		delete(c.launches, name)
	}
	for id, b := range c.boxes {
		i, there := w.Find(crashAccount, crashRegion, ecs.KindInstance, id).(*ecs.Instance)
		switch {
		case b.gone && there:
			c.k.t.Errorf("%s was deleted, and is there", id)
		case !b.gone && !there && !b.going:
			c.k.t.Errorf("%s was acknowledged, and is gone", id)
		case there && i.InstanceName != b.name && (b.asked == "" || i.InstanceName != b.asked):
			c.k.t.Errorf("%s is called %q, acknowledged was %q", id, i.InstanceName, b.name)
		case there && i.InstanceName != b.name, b.going && !there:
			c.k.effective++
		}
		if !there {
			b.gone = true
		} else {
			b.name = i.InstanceName
		}
		b.asked, b.going = "", false
	}
}
