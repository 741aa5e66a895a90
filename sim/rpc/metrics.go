package rpc

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/sim"
)

// metrics are the measurements of one cloud, in a registry of its own. The
// content of the cloud is counted on request.
type metrics struct {
	registry *prometheus.Registry
	catalog  *catalog.Catalog
	calls    *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	struck   *prometheus.CounterVec
}

func newMetrics(cloud *sim.Cloud, known *catalog.Catalog, others []prometheus.Collector) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(), catalog: known,
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ecsim_calls_total", Help: "Calls answered, by operation, class of answer and error code.",
		}, []string{"operation", "class", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "ecsim_call_duration_seconds", Help: "Time that a call took inside, in seconds.",
			Buckets: []float64{.0001, .0005, .001, .005, .01, .05, .1, .5, 1, 5},
		}, []string{"operation"}),
		struck: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ecsim_faults_struck_total", Help: "Calls that an injected fault struck, by operation.",
		}, []string{"operation"}),
	}
	m.registry.MustRegister(m.calls, m.seconds, m.struck, census{cloud}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(others...)
	cloud.Observe(m.observe)
	return m
}

// observe counts a call. Unknown operations are counted together, because the
// client may send any name.
func (m *metrics) observe(e sim.Event) {
	operation := e.Call.Op
	if !m.catalog.Known(operation) {
		operation = "unknown"
	}
	m.calls.WithLabelValues(operation, e.Outcome.Class.String(), e.Outcome.Code).Inc()
	m.seconds.WithLabelValues(operation).Observe(e.Took.Seconds())
	if e.Fault != "" {
		m.struck.WithLabelValues(operation).Inc()
	}
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// census counts the present content of a cloud.
type census struct{ cloud *sim.Cloud }

// figures describes the counts of a census.
func figures() (resources, pending, armed, now, stumbled *prometheus.Desc) {
	return prometheus.NewDesc("ecsim_resources", "Resources of all accounts, by kind.", []string{"kind"}, nil),
		prometheus.NewDesc("ecsim_transitions_pending", "Changes that the cloud will make by itself.", nil, nil),
		prometheus.NewDesc("ecsim_faults_armed", "Faults that are armed.", nil, nil),
		prometheus.NewDesc("ecsim_clock_seconds", "The cloud's time, in seconds since 1970.", nil, nil),
		prometheus.NewDesc("ecsim_mutant_stumbles", "Calls in which a mutant found nothing to work on.", nil, nil)
}

// Describe names what is counted.
func (census) Describe(to chan<- *prometheus.Desc) {
	resources, pending, armed, now, stumbled := figures()
	for _, d := range []*prometheus.Desc{resources, pending, armed, now, stumbled} {
		to <- d
	}
}

// Collect counts.
func (c census) Collect(to chan<- prometheus.Metric) {
	resources, pending, armed, now, stumbled := figures()
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	world := c.cloud.World()
	for _, kind := range world.Model().Kinds().Kept() {
		n := 0
		for _, account := range world.Base().Accounts {
			for _, region := range world.Base().Regions {
				n += len(world.Resources(account.ID, region.RegionId, kind))
			}
		}
		gauge(resources, float64(n), kind.String())
	}
	gauge(pending, float64(len(c.cloud.Pending())))
	gauge(armed, float64(len(c.cloud.Faults())))
	gauge(stumbled, float64(c.cloud.Stumbled()))
	gauge(now, float64(world.Now().UnixNano())/1e9)
}

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
