package precedence

// A relation is the known order of rules: a partial order, kept transitively
// closed. Rules are numbered from 0.
type relation struct {
	before [][]bool // before[a][b]: a answers when both are broken
	direct [][]int  // direct[a][b]: the probe that showed it, plus 1; 0 for none
}

func newRelation(n int) *relation {
	r := &relation{before: make([][]bool, n), direct: make([][]int, n)}
	for i := range n {
		r.before[i], r.direct[i] = make([]bool, n), make([]int, n)
	}
	return r
}

// known says whether the order of the pair is decided.
func (r *relation) known(a, b int) bool { return r.before[a][b] || r.before[b][a] }

// learn notes that probe shows a before b, and everything that follows. It
// returns false, and learns nothing, if the opposite was known.
func (r *relation) learn(a, b, probe int) bool {
	if r.before[b][a] {
		return false
	}
	if r.direct[a][b] == 0 {
		r.direct[a][b] = probe + 1
	}
	if r.before[a][b] {
		return true
	}
	for x := range r.before {
		if x != a && !r.before[x][a] {
			continue
		}
		for y := range r.before {
			if y == b || r.before[b][y] {
				r.before[x][y] = true
			}
		}
	}
	return true
}

// path lists the smallest set of probes that together show a before b: one if a
// probe was about the pair itself.
func (r *relation) path(a, b int) []int {
	from := map[int]int{a: a}
	for queue := []int{a}; len(queue) > 0; queue = queue[1:] {
		x := queue[0]
		if x == b {
			var probes []int
			for ; x != a; x = from[x] {
				probes = append([]int{r.direct[from[x]][x] - 1}, probes...)
			}
			return probes
		}
		for y, probe := range r.direct[x] {
			if _, seen := from[y]; probe > 0 && !seen {
				from[y] = x
				queue = append(queue, y)
			}
		}
	}
	return nil
}

// covers says whether a is before b without a known rule between them.
func (r *relation) covers(a, b int) bool {
	if !r.before[a][b] {
		return false
	}
	for x := range r.before {
		if r.before[a][x] && r.before[x][b] {
			return false
		}
	}
	return true
}

// split counts how many of the rule's open pairs a probe with y decides, at
// least and at most: in the case that the rule is before y, and in the other
// one.
func (r *relation) split(y int, open []int) (least, most int) {
	before, after := 0, 0
	for _, z := range open {
		if z == y || r.before[y][z] {
			before++
		}
		if z == y || r.before[z][y] {
			after++
		}
	}
	return min(before, after), max(before, after)
}
