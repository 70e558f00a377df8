// Sigstore as @sigstore/mock plays it, on loopback: Fulcio with its CT log, Rekor of both APIs, a timestamp authority.
// Prints one line of JSON { trustedRoot, signingConfig, requests } — two files' contents, and where requests are counted — and
// ends when its standard input does.
//
// The mocks answer in the form of the real services, but are asked in the form that suits sigstore-js, and log what they are
// sent. What stands between is what the real services do: it takes the ID token from the header, canonicalizes the entry that
// is proposed, reads a timestamp query, and mends what the mocks get wrong and their own verifier does not look at.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA, fulcioHandler } from '@sigstore/mock';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

const AUDIENCE = 'sigstore';
const OPERATOR = 'sigstore.mock';
// Before anything that is signed here, to the second below which the mocks cut their times.
const START = new Date(Date.now() - 60_000).toISOString();

const key = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const refusal = (code, message) => ({ status: 400, body: JSON.stringify({ code, message, details: [] }) });

const counts = {};
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const name = `${request.method} ${new URL(request.url, 'http://mock').pathname}`;
    const answer = await serve(name, request.headers, Buffer.concat(chunks))
      .catch((error) => ({ status: 500, body: JSON.stringify({ code: 13, message: String(error) }) }));
    response.writeHead(answer.status, { 'Content-Type': answer.type ?? 'application/json' });
    response.end(answer.body);
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;

const ctLog = await initializeCTLog(key());
const ca = await initializeCA(key(), ctLog);
const fulcio = fulcioHandler(ca, { subjectClaim: 'san' });
const rekorV1 = await initializeTLog(url, key());
const rekorV2 = await initializeTLog(url, key());
const tsa = await initializeTSA(key());

async function serve(name, headers, body) {
  if (name === 'GET /requests') return { status: 200, body: JSON.stringify(counts) };
  counts[name] = (counts[name] ?? 0) + 1;
  switch (name) {
    case 'POST /api/v2/signingCert': return await issue(headers, JSON.parse(body));
    case 'POST /api/v1/log/entries': return { status: 201, body: JSON.stringify(await rekorV1.log(canonicalDsse(JSON.parse(body)))) };
    case 'POST /api/v2/log/entries': return { status: 201, body: JSON.stringify(await logV2(JSON.parse(body))) };
    case 'POST /api/v1/timestamp': return { status: 201, type: 'application/timestamp-reply', body: await stamp(headers, body) };
    default: return { status: 404, body: JSON.stringify({ code: 5, message: 'Not Found' }) };
  }
}

// Fulcio takes the ID token from the Authorization header; the mock looks into the body, and wants the bytes of the request for
// a certificate as they are, not as JSON carries bytes. It looks at no claim, so the audience is looked at here.
async function issue(headers, request) {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const claims = token && JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  if (![claims?.aud].flat().includes(AUDIENCE)) return refusal(3, 'There was an error processing the identity token');
  const san = claims.job_workflow_ref ? `https://github.com/${claims.job_workflow_ref}` : claims.sub;
  const unsigned = `.${Buffer.from(JSON.stringify({ ...claims, san })).toString('base64url')}.`;
  const { statusCode, response } = await fulcio.fn(JSON.stringify({
    credentials: { oidcIdentityToken: unsigned },
    certificateSigningRequest: Buffer.from(request.certificateSigningRequest, 'base64').toString(),
  }));
  return statusCode === 201 ? { status: 200, body: response } : refusal(3, String(response));
}

// Rekor logs digests and signatures in place of the envelope (rekor, pkg/types/dsse/v0.0.1); the mock would log the proposal.
function canonicalDsse({ apiVersion, kind, spec }) {
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope);
  return {
    apiVersion,
    kind,
    spec: {
      envelopeHash: { algorithm: 'sha256', value: sha256(envelope).toString('hex') },
      payloadHash: { algorithm: 'sha256', value: sha256(Buffer.from(payload, 'base64')).toString('hex') },
      signatures: signatures.map(({ sig }, place) => ({ signature: sig, verifier: verifiers[place] })),
    },
  };
}

// The mock would log the request; its index is not one of a tree of one entry, its root hash is hex read as base64, and it says a
// time, which such a log does not.
async function logV2({ hashedRekordRequestV002: { digest, signature } }) {
  const entry = await rekorV2.logV2({
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: { hashedRekordV002: { data: { algorithm: 'SHA2_256', digest }, signature } },
  });
  return {
    logIndex: '0',
    logId: { keyId: base64(entry.logId.keyId) },
    kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
    inclusionProof: {
      logIndex: '0',
      rootHash: base64(sha256(Buffer.concat([Buffer.of(0), entry.canonicalizedBody]))),
      treeSize: '1',
      hashes: [],
      checkpoint: entry.inclusionProof.checkpoint,
    },
    canonicalizedBody: base64(entry.canonicalizedBody),
  };
}

// The mock is asked in JSON, whose numbers hold no nonce of 64 bits; and it cuts zeros off the parts of a second, which
// @sigstore/verify can't read.
async function stamp(headers, body) {
  if (headers['content-type'] !== 'application/timestamp-query') throw new Error('no timestamp query');
  const query = pkijs.TimeStampReq.fromBER(body);
  const plain = Object.getPrototypeOf(tsa).tstInfo.bind(tsa);
  const stamping = Object.create(tsa);
  const genTime = new Date(Math.floor(Date.now() / 1000) * 1000);
  stamping.tstInfo = (request) => Object.assign(plain(request), { genTime, nonce: query.nonce });
  return await stamping.timestamp({
    artifactHash: query.messageImprint.hashedMessage.valueBlock.valueHexView,
    hashAlgorithmOID: query.messageImprint.hashAlgorithm.algorithmId,
    nonce: 0,
    policyOID: '1.3.6.1.4.1.57264.2',
    certReq: query.certReq ?? false,
  });
}

const validFor = { start: START };
const log = ({ publicKey }) => ({
  baseUrl: url,
  hashAlgorithm: 'SHA2_256',
  publicKey: { rawBytes: base64(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
  logId: { keyId: base64(sha256(publicKey)) },
  operator: OPERATOR,
});
const authority = (commonName, ...certificates) => ({
  subject: { organization: OPERATOR, commonName },
  uri: url,
  certChain: { certificates: certificates.map((certificate) => ({ rawBytes: base64(certificate) })) },
  validFor,
  operator: OPERATOR,
});
const service = (path, majorApiVersion) => ({ url: `${url}${path}`, majorApiVersion, validFor, operator: OPERATOR });

process.stdout.write(`${JSON.stringify({
  trustedRoot: {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(rekorV1), log(rekorV2)],
    certificateAuthorities: [authority('sigstore', ca.rootCertificate)],
    ctlogs: [log(ctLog)],
    timestampAuthorities: [authority('tsa', tsa.intCertificate, tsa.rootCertificate)],
  },
  signingConfig: {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service('', 1)],
    oidcUrls: [],
    rekorTlogUrls: [service('', 2), service('', 1)],
    tsaUrls: [service('/api/v1/timestamp', 1)],
    rekorTlogConfig: { selector: 'ANY' },
    tsaConfig: { selector: 'ANY' },
  },
  requests: `${url}/requests`,
})}\n`);

process.stdin.resume();
process.stdin.on('end', () => {
  server.close();
  server.closeAllConnections();
});
