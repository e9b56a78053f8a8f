// A sign-in service as towns have one: `oidc-provider`, a certified OpenID Connect provider, in this process. Nobody types
// anything there: its page signs in at once whoever the story says sits in front of it.
//
// Run as a program, it serves until its input ends, for whoever it is told, and says where: that is how tests that are not
// in JavaScript use it.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { argv, stdin, stdout } from "node:process";
import { fileURLToPath } from "node:url";

import { Provider } from "oidc-provider";

/** The name under which the town's server is known there. */
export const CLIENT = "lueckenlos-test";

export class SignInService {
  #server;
  #provider;
  /** Who sits in front of it: their id there. `null`: somebody who calls it off. */
  person = null;

  /** A service that sends browsers back to this address, with a secret if one is given. */
  static async start(backTo, secret) {
    const service = new SignInService();
    await service.#listen(backTo, secret);
    return service;
  }

  /** How it calls itself. */
  get issuer() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  async end() {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #listen(backTo, secret) {
    this.#server = createServer((question, answer) => this.#answer(question, answer));
    await new Promise((listening) => this.#server.listen(0, "127.0.0.1", listening));
    const client = {
      client_id: CLIENT,
      redirect_uris: [backTo],
      ...(secret ? { client_secret: secret } : { token_endpoint_auth_method: "none" }),
    };
    this.#provider = new Provider(this.issuer, {
      clients: [client],
      jwks: { keys: [signingKey("rsa", { modulusLength: 2048 }, "RS256")] },
      cookies: { keys: [randomBytes(32).toString("hex")] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      // Who signs in at the town's service has agreed that the town's own software learns who they are.
      loadExistingGrant: async (context) => {
        const { provider, client, session } = context.oidc;
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope("openid");
        await grant.save();
        return grant;
      },
      ttl: { Interaction: 600, Session: 3600, Grant: 3600, IdToken: 300, AccessToken: 300, AuthorizationCode: 60 },
    });
  }

  async #answer(question, answer) {
    if (!question.url.startsWith("/interaction/")) {
      this.#provider.callback()(question, answer);
      return;
    }
    const ended = this.person
      ? { login: { accountId: this.person, amr: ["pwd"] } }
      : { error: "access_denied", error_description: "called off" };
    await this.#provider.interactionFinished(question, answer, ended, { mergeWithLastSubmission: false });
  }
}

function signingKey(kind, options, algorithm) {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: "jwk" }), alg: algorithm, use: "sig", kid: "one" };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [backTo, person, secret] = argv.slice(2);
  const service = await SignInService.start(backTo, secret);
  service.person = person;
  stdout.write(`${service.issuer}\n`);
  // Whoever started it holds its input open for as long as it is needed.
  stdin.resume();
  stdin.on("end", () => service.end());
}
