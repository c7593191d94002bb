FROM node:22-bookworm-slim AS frontend
WORKDIR /src
COPY api/openapi.yaml api/
COPY frontend frontend
RUN cd frontend && npm install --no-audit --no-fund && npm run generate && npm run build

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=frontend /src/frontend/dist frontend/dist
RUN CGO_ENABLED=0 go build -trimpath -o /kenner ./cmd/kenner && mkdir -m 700 /data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /kenner /kenner
COPY --from=build --chown=nonroot:nonroot /data /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["/kenner", "ready", "--url", "http://127.0.0.1:8080"]
ENTRYPOINT ["/kenner"]
CMD ["serve", "--data", "/data"]
