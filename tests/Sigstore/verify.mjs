// Verifies with @sigstore/verify. Standard input: { trustedRoot, attestations: [PEP 740 objects] }. Standard output: a list of
// null for each one that is accepted, and what is wrong with each other.
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { trustedRoot, attestations } = JSON.parse(Buffer.concat(chunks));
const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(trustedRoot)));

// An attestation is a bundle under other names (PEP 740, "Attestation objects").
const bundle = ({ verification_material: material, envelope }) => ({
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: {
    certificate: { rawBytes: material.certificate },
    tlogEntries: material.transparency_entries,
    timestampVerificationData: { rfc3161Timestamps: (material.timestamps ?? []).map((signedTimestamp) => ({ signedTimestamp })) },
  },
  dsseEnvelope: {
    payloadType: 'application/vnd.in-toto+json',
    payload: envelope.statement,
    signatures: [{ sig: envelope.signature, keyid: '' }],
  },
});

process.stdout.write(JSON.stringify(attestations.map((attestation) => {
  try {
    if (attestation.version !== 1) throw new Error('not version 1');
    verifier.verify(toSignedEntity(bundleFromJSON(bundle(attestation))));
    return null;
  } catch (error) {
    return `${error.name} ${error.code ?? ''}: ${error.message}`;
  }
})));
