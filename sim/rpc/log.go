package rpc

import (
	"context"
	"log/slog"

	"github.com/ecsim/ecsim/sim"
)

// longestName limits the length of an operation's name in the log: for an
// unknown operation the client may send anything.
const longestName = 64

// LogCalls returns an observer that writes one line for each call: the caller,
// the operation and the result. Values of parameters are never written.
// Messages are not written either, because some of them repeat a value. A call
// that the journal lost is logged as an error.
func LogCalls(log *slog.Logger) func(sim.Event) {
	return func(e sim.Event) {
		operation := e.Call.Op
		if len(operation) > longestName {
			operation = operation[:longestName] + "…"
		}
		fields := []slog.Attr{
			slog.Uint64("number", e.Number), slog.String("operation", operation), slog.String("caller", e.Call.Caller),
			slog.String("region", e.Call.Region), slog.Int("http", e.Outcome.HTTP), slog.String("code", e.Outcome.Code),
			slog.Duration("took", e.Took), slog.String("requestId", e.RequestId),
		}
		if e.Fault != "" {
			fields = append(fields, slog.String("fault", e.Fault))
		}
		level := slog.LevelInfo
		if e.Lost != nil {
			level, fields = slog.LevelError, append(fields, slog.String("journal", e.Lost.Error()))
		}
		log.LogAttrs(context.Background(), level, "call", fields...)
	}
}
