module github.com/ecsim/ecsim

go 1.26

require (
	github.com/benbjohnson/immutable v0.4.3
	go.yaml.in/yaml/v3 v3.0.6
	pgregory.net/rapid v1.3.0
)

require golang.org/x/exp v0.0.0-20221215174704-0915cd710c24 // indirect
