/** script makes a draw again outside of this page and outside of the program: it is domain/shop/verify-draw in fewer lines. */
export function script(origin: string, id: string): string {
  return `python3 - <<'END'
import hashlib, json, urllib.request
draw = json.load(urllib.request.urlopen("${origin}/api/v1/draws/${id}"))
sha = lambda text: hashlib.sha256(text.encode()).hexdigest()
number = lambda e: int(sha(draw["seed"] + e["id"]), 16)
score = lambda e: number(e) ** 2 >> 256 if e["half"] else number(e)
order = sorted(draw["entries"], key=lambda e: (-score(e), e["id"]))
first = [e for e in order if e["senior"]][:draw["reserve"]]
order = first + [e for e in order if e not in first]
print(sha(draw["seed"]) == draw["seedHash"], order == draw["entries"])
print(*[e["id"] for e in order[:draw["pieces"]]], sep="\\n")
END`
}
