/** What a secondary has to know of its primary. */
export interface Primary {
  zone: string
  address: string
  port: string
  /** Absent where transfers go by addresses alone. */
  key?: { name: string; algorithm: string }
}

const SECRET = 'THE-SECRET-IN-BASE64'

const ANY_ADDRESS = ['0.0.0.0', '[::]']

/** Where the name server is reached, as far as this page can know it. */
export function reachedAt(listens: string | undefined, host: string): { address: string; port: string } {
  const at = (listens ?? '').lastIndexOf(':')
  const [own, port] = at < 0 ? ['', '5353'] : [listens?.slice(0, at) ?? '', listens?.slice(at + 1) ?? '']
  const address = own === '' || ANY_ADDRESS.includes(own) ? host : own
  const bare = address.replace(/^\[|\]$/g, '')
  return { address: /^[\d.]+$|:/.test(bare) ? bare : 'ADDRESS-OF-THIS-SERVER', port }
}

/** Configurations of secondaries by server, in the order in which they are offered. */
export const SECONDARIES = {
  BIND: ({ zone, address, port, key }: Primary) => {
    const signed = key ? ` key "${key.name}"` : ''
    const secret = key ? `key "${key.name}" { algorithm ${key.algorithm}; secret "${SECRET}"; };\n` : ''
    return `${secret}zone "${zone}" {
  type secondary;
  primaries { ${address} port ${port}${signed}; };
  file "${zone}.db";
};`
  },
  'Knot DNS': ({ zone, address, port, key }: Primary) => {
    const secret = key ? `key:\n  - id: ${key.name}\n    algorithm: ${key.algorithm}\n    secret: ${SECRET}\n` : ''
    const signed = key ? `\n    key: ${key.name}` : ''
    return `${secret}remote:
  - id: setec
    address: ${address}@${port}${signed}
acl:
  - id: setec-notify
    address: ${address}
    action: notify${signed}
zone:
  - domain: ${zone}
    master: setec
    acl: setec-notify`
  },
  NSD: ({ zone, address, port, key }: Primary) => {
    const secret = key ? `key:\n  name: "${key.name}"\n  algorithm: ${key.algorithm}\n  secret: "${SECRET}"\n` : ''
    const signed = key?.name ?? 'NOKEY'
    return `${secret}zone:
  name: "${zone}"
  request-xfr: AXFR ${address}@${port} ${signed}
  allow-notify: ${address} ${signed}`
  },
} as const satisfies Record<string, (primary: Primary) => string>

export type SecondaryServer = keyof typeof SECONDARIES

/** Programs that ask the Domains Reseller API for the credit, which changes nothing. */
export const RESELLER_CLIENTS = {
  Shell: (endpoint: string) => `endpoint=${endpoint}
email=you@example.com
api_key=YOUR_API_KEY

hex=$(printf %s "$api_key" | openssl dgst -sha256 -hmac "$email:$(date -u '+%y-%m-%d %H')" | sed 's/.* //')
token=$(printf %s "$hex" | base64 | tr -d '\\n')

curl --silent --show-error "$endpoint/billing/credits" \\
  --header "username: $email" --header "token: $token" --header "timestamp: $(date +%s)"`,
  PHP: (endpoint: string) => `<?php
$endpoint = "${endpoint}";
$email = "you@example.com";
$apiKey = "YOUR_API_KEY";

$now = time();
$curl = curl_init("{$endpoint}/billing/credits");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => [
        "username: {$email}",
        "token: " . base64_encode(hash_hmac("sha256", $apiKey, "{$email}:" . gmdate("y-m-d H", $now))),
        "timestamp: {$now}",
    ],
    CURLOPT_RETURNTRANSFER => true,
]);
$body = curl_exec($curl);
echo $body === false ? "no answer: " . curl_error($curl) : $body, "\\n";`,
} as const satisfies Record<string, (endpoint: string) => string>

export type ResellerClient = keyof typeof RESELLER_CLIENTS
