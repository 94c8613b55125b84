# One image for the API and the worker: the command decides which of them a container runs.
# Not Alpine: the Temporal SDK's native core needs glibc.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY client/package.json client/
RUN npm ci
COPY . .
# The build makes dist/workflow-bundle.js as well (node dist/worker/build-bundle.js), so that no worker bundles at start.
RUN npm run -s build \
  && rm -rf dist/bench dist/client dist/dev dist/build.tsbuildinfo \
  && npm prune --omit=dev

FROM node:24-bookworm-slim AS runtime
# Certificate authorities, for TLS towards Temporal: its native core does not bring its own.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Nothing below /app is writable for this user, and nothing has to be.
USER node
EXPOSE 3000 9464 9467
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "dist/deploy/health-probe.js", "http://127.0.0.1:3000/healthz", "http://127.0.0.1:9464/healthz"]
# The API. The worker runs with: node dist/worker/main.js
CMD ["node", "dist/api/main.js"]
