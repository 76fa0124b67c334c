# syntax=docker/dockerfile:1
# The app as a small image that runs as `node`: docs/deploy.md#containers.
FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
# The public address, for the preview images of shared links. Not a secret; all others are given when it runs.
ARG APP_URL
RUN APP_URL=$APP_URL npm run build
# Commands such as db:migrate need the sources and production packages, so Next's standalone output would not be enough.
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf .next/cache .next/dev

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000
# Owned by root: the server can read its code and change nothing but Next's own files.
COPY --from=build /app ./
COPY --from=build --chown=node:node /app/.next ./.next
USER node
EXPOSE 3000
# Without the database: an orchestrator would restart every container while it is away.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs"]
