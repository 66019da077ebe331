import { isIPv6 } from "node:net";

/**
 * The address of a visitor: that of the socket, or, behind `trustedProxies` proxies, that of X-Forwarded-For which the
 * outermost of them wrote; what stands before it is the visitor's own claim.
 */
export function visitorAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  const forwarded = trustedProxies > 0 ? forwardedFor?.split(",").slice(-trustedProxies)[0]?.trim() : undefined;
  return (forwarded || socketAddress || "unknown").replace(/^::ffff:(?=\d+\.)/i, "").slice(0, 45);
}

/** Who is counted at an address. IPv6 counts by network (/64), because one visitor has all of it. */
export function visitorNetwork(address: string): string {
  return isIPv6(address) ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("%")[0]!.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill("0"), ...after];
  const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${network.join(":")}::/64`;
}
