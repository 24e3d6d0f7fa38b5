import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import swagger from "@fastify/swagger";
import explorer from "@scalar/fastify-api-reference";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from "fastify";
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { Clock } from "../clock.ts";
import type { KeyRing } from "../crypto/keys.ts";
import type { Db } from "../db/pool.ts";
import { UserError } from "../errors.ts";

/** What routes work with. */
export type ApiTools = { readonly db: Db; readonly ring: KeyRing; readonly clock: Clock };

type TypedApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
/** A module's routes: registered with the tools they need. */
export type ApiPlugin = (app: TypedApp, tools: ApiTools) => Promise<void>;

export type ApiOptions = {
  readonly version: string;
  readonly plugins: readonly ApiPlugin[];
  readonly tools: ApiTools;
  /** Folder of the built pages; undefined serves the API alone. */
  readonly webRoot?: string | undefined;
  readonly openapiPath: string;
  readonly explorerPath: string;
};

/** HTTP status of an error code; a code that is not here is the caller's mistake (400). */
const statusByCode: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  ACCOUNT_UNKNOWN: 404,
  BOOK_UNKNOWN: 404,
  LINE_UNKNOWN: 404,
  LINE_DECIDED: 409,
  LINE_CHANGED: 409,
  LINE_RETURNED: 409,
  EVENT_DUPLICATE: 409,
  IDEMPOTENCY_MISMATCH: 409,
};

export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true, logger: false });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { status, body } = describe(error);
    void reply.status(status).send(body);
  });
  app.addHook("onRequest", refuseForeignHost);
  await describeApi(app, options);
  for (const plugin of options.plugins)
    await app.register(async (scope) =>
      plugin(scope.withTypeProvider<ZodTypeProvider>(), options.tools),
    );
  await servePages(app, options.webRoot);
  return app;
}

/**
 * Until sign-in exists, loopback is the only fence: a page elsewhere that points its own name at
 * 127.0.0.1 (DNS rebinding) must not get through it.
 */
async function refuseForeignHost(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (/^(127\.0\.0\.1|localhost|\[::1\])$/.test(request.hostname)) return;
  await reply
    .status(403)
    .send({ code: "HOST_REFUSED", detail: "Mora answers at 127.0.0.1 and localhost only" });
}

async function describeApi(app: FastifyInstance, options: ApiOptions): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Mora",
        version: options.version,
        description: "Loan collections: portfolio, work list, accounts.",
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get(options.openapiPath, { schema: { hide: true } }, () => app.swagger());
  await app.register(explorer, {
    routePrefix: options.explorerPath as `/${string}`,
    // Nothing about a lender's API leaves this machine: no fonts, no telemetry, no hosted client.
    configuration: {
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: "never",
      agent: { disabled: true },
    },
  });
}

function describe(error: FastifyError): { status: number; body: object } {
  if (error instanceof UserError)
    return {
      status: statusByCode[error.code] ?? 400,
      body: { code: error.code, detail: error.message },
    };
  if (error.validation) {
    const issues = error.validation.map(
      (issue) => `${issue.instancePath || "request"}: ${issue.message ?? "invalid"}`,
    );
    return { status: 400, body: { code: "REQUEST_INVALID", detail: issues.join("; "), issues } };
  }
  if (error.statusCode && error.statusCode < 500)
    return { status: error.statusCode, body: { code: "REQUEST_REFUSED", detail: error.message } };
  console.error(error);
  return {
    status: 500,
    body: { code: "INTERNAL", detail: "Mora failed here; the server's log says more" },
  };
}

/** Serves the built pages with a nonce a response; every unknown path is the application's. */
async function servePages(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  const indexPath = webRoot === undefined ? undefined : join(webRoot, "index.html");
  if (webRoot === undefined || indexPath === undefined || !existsSync(indexPath)) {
    app.setNotFoundHandler(async (request, reply) => notFound(request.url, reply));
    return;
  }
  const page = readFileSync(indexPath, "utf8");
  await app.register(fastifyStatic, { root: webRoot, index: false, maxAge: "1h", serve: true });
  app.get("/", { schema: { hide: true } }, async (_request, reply) => sendPage(page, reply));
  app.setNotFoundHandler(async (request, reply) => {
    const isPage =
      request.method === "GET" &&
      !request.url.startsWith("/api/") &&
      !/\.\w+$/.test(request.url.split("?")[0] ?? "");
    return isPage ? sendPage(page, reply) : notFound(request.url, reply);
  });
}

const notFound = (url: string, reply: FastifyReply): FastifyReply =>
  reply.status(404).send({ code: "NOT_FOUND", detail: `there is nothing at ${url}` });

function sendPage(page: string, reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  return reply
    .header("content-security-policy", policy)
    .header("x-content-type-options", "nosniff")
    .header("referrer-policy", "no-referrer")
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(page.replaceAll("__CSP_NONCE__", nonce));
}
