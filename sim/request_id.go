package sim

import "slices"

// requestID makes the n-th request id of a seed, in the format of ECS.
func requestID(seed, n uint64) string {
	a, b := mix(seed^n*0x9e3779b97f4a7c15), mix(seed+n)
	const form = "xxxxxxxx-xxxx-5xxx-xxxx-xxxxxxxxxxxx"
	var id [len(form)]byte
	hex(id[0:8], a>>32)
	hex(id[9:13], a>>16)
	hex(id[15:18], a)
	hex(id[19:23], b>>48)
	hex(id[24:36], b)
	id[14] = form[14]
	for _, at := range []int{8, 13, 18, 23} {
		id[at] = '-'
	}
	return string(id[:])
}

// hex writes the last digits of n into the buffer, as many as fit.
func hex(room []byte, n uint64) {
	for i := range slices.Backward(room) {
		room[i] = "0123456789ABCDEF"[n&0xf]
		n >>= 4
	}
}

// mix spreads the bits of a number (splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
