package rpc

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// mostSnapshot limits the size of a snapshot that is sent, in bytes.
const mostSnapshot = 4 << 30

// getSnapshot sends the exact state of the cloud as bytes. Unlike all other
// answers it contains passwords, because they have to be restored too.
func (h *handler) getSnapshot(w http.ResponseWriter, r *http.Request) {
	data, err := h.cloud.Snapshot().Encode()
	if err != nil {
		answerJSON(func(*http.Request) (any, error) {
			return nil, statusError{fmt.Errorf("write the snapshot: %w", err), http.StatusInternalServerError}
		})(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(data)
}

// putSnapshot returns to a snapshot of a cloud of the same world.
func (h *handler) putSnapshot(r *http.Request) (any, error) {
	data, err := io.ReadAll(r.Body)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, statusError{fmt.Errorf("the snapshot is larger than %d bytes", tooLarge.Limit), http.StatusRequestEntityTooLarge}
	}
	if err != nil {
		return nil, fmt.Errorf("read the snapshot: %w", err)
	}
	snapshot, err := h.cloud.DecodeSnapshot(data)
	if err != nil {
		return nil, fmt.Errorf("read the snapshot: %w", err)
	}
	if err := h.cloud.Restore(snapshot); err != nil {
		return nil, statusError{err, http.StatusInternalServerError}
	}
	return h.clockNow(), nil
}
