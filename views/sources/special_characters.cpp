#include "sources/special_characters.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/text.h"

namespace manual {

namespace {

// The names of groff_char(7) and mandoc_char(7), with their code points. Hyphen and minus (`hy`,
// `mi`) are the ASCII sign, because readers search for it and copy it.
constexpr std::string_view characters = R"(
!= 2260  %0 2030  'A C1  'C 106  'E C9  'I CD  'O D3  'U DA  'Y DD  'a E1  'c 107  'e E9  'i ED
'o F3  'u FA  'y FD  ** 2217  *A 391  *B 392  *C 39E  *D 394  *E 395  *F 3A6  *G 393  *H 398
*I 399  *K 39A  *L 39B  *M 39C  *N 39D  *O 39F  *P 3A0  *Q 3A8  *R 3A1  *S 3A3  *T 3A4  *U 3A5
*W 3A9  *X 3A7  *Y 397  *Z 396  *a 3B1  *b 3B2  *c 3BE  *d 3B4  *e 3B5  *f 3D5  *g 3B3  *h 3B8
*i 3B9  *k 3BA  *l 3BB  *m 3BC  *n 3BD  *o 3BF  *p 3C0  *q 3C8  *r 3C1  *s 3C3  *t 3C4  *u 3C5
*w 3C9  *x 3C7  *y 3B7  *z 3B6  +- B1  +e 3F5  +f 3C6  +h 3D1  +p 3D6  ,C C7  ,c E7  -+ 2213
-> 2192  -D D0  -h 210F  .i 131  .j 237  /L 141  /O D8  /_ 2220  /l 142  /o F8  12 BD  14 BC
18 215B  34 BE  38 215C  3d 2234  58 215D  78 215E  :A C4  :E CB  :I CF  :O D6  :U DC  :Y 178
:a E4  :e EB  :i EF  :o F6  :u FC  :y FF  <- 2190  << 226A  <= 2264  <> 2194  == 2261  =~ 2245
>= 2265  >> 226B  AE C6  AN 2227  Ah 2135  Bq 201E  CL 2663  CR 21B5  Cs A4  DI 2666  Do 24
Eu 20AC  Fc BB  Fn 192  Fo AB  HE 2665  IJ 132  Im 2111  OE 152  OK 2713  OR 2228  Of AA  Om BA
Po A3  Re 211C  S1 B9  S2 B2  S3 B3  SP 2660  Sd F0  TP DE  Tp FE  Ye A5  ^A C2  ^E CA  ^I CE
^O D4  ^U DB  ^a E2  ^e EA  ^i EE  ^o F4  ^u FB  `A C0  `E C8  `I CC  `O D2  `U D9  `a E0  `e E8
`i EC  `o F2  `u F9  a" 2DD  a- AF  a. 2D9  a^ 5E  aa B4  ab 2D8  ac B8  ad A8  ae E6  ah 2C7
an 23AF  ao 2DA  ap 223C  aq 27  at 40  a~ 7E  ba 7C  bb A6  bq 201A  br 2502  braceex 23AA
braceleftbt 23A9  braceleftex 23AA  braceleftmid 23A8  bracelefttp 23A7  bracerightbt 23AD
bracerightex 23AA  bracerightmid 23AC  bracerighttp 23AB  bracketleftbt 23A3  bracketleftex 23A2
bracketlefttp 23A1  bracketrightbt 23A6  bracketrightex 23A5  bracketrighttp 23A4  bu 2022
bv 23AA  c* 2297  c+ 2295  ca 2229  ci 25CB  co A9  coproduct 2210  cq 2019  ct A2  cu 222A
dA 21D3  da 2193  dd 2021  de B0  dg 2020  di F7  dq 22  em 2014  en 2013  eq 3D  es 2205
eu 20AC  f/ 2044  fa 2200  fc 203A  fm 2032  fo 2039  ga 60  gr 2207  hA 21D4  ha 5E  hbar 210F
ho 2DB  hy 2D  ib 2286  if 221E  ij 133  integral 222B  ip 2287  is 222B  lA 21D0  lB 5B  lC 7B
la 27E8  lb 23A9  lc 2308  lf 230A  lh 261C  lk 23A8  lq 201C  lt 23A7  lz 25CA  mc B5  md 22C5
mi 2D  mo 2208  mu D7  nb 2284  nc 2285  ne 2262  nm 2209  no AC  oA C5  oa E5  oe 153  oq 2018
or 7C  parenleftbt 239D  parenleftex 239C  parenlefttp 239B  parenrightbt 23A0
parenrightex 239F  parenrighttp 239E  pc B7  pd 2202  pl 2B  pp 22A5  product 220F  ps B6
pt 221D  r! A1  r? BF  rA 21D2  rB 5D  rC 7D  ra 27E9  rb 23AD  rc 2309  rf 230B  rg AE  rh 261E
rk 23AC  rn 203E  rq 201D  rs 5C  rt 23AB  ru 5F  sb 2282  sc A7  sd 2033  sh 23  sl 2F  sp 2283
sq 25A1  sqrt 221A  sr 221A  ss DF  st 220B  sum 2211  t+- B1  tdi F7  te 2203  tf 2234  ti 7E
tm 2122  tmu D7  tno AC  ts 3C2  uA 21D1  ua 2191  ul 5F  vA 21D5  vS 160  vZ 17D  va 2195
vs 161  vz 17E  wp 2118  |= 2243  ~= 2248  ~A C3  ~N D1  ~O D5  ~a E3  ~n F1  ~o F5  ~~ 2248
)";

// The combining character that an accent becomes in a composite such as `\[e aa]`.
constexpr std::string_view accents = R"(
a" 30B  a- 304  a. 307  a^ 302  aa 301  ab 306  ac 327  ad 308  ah 30C  ao 30A  a~ 303  ga 300  ho 328
)";

// Reads the digits of a code point. `base` is 10 or 16.
std::optional<char32_t> number(std::string_view digits, unsigned base)
{
    char32_t point = 0;
    for (const char c : digits) {
        const std::size_t digit = std::string_view{"0123456789ABCDEF"}.substr(0, base).find(c);
        if (digit == std::string_view::npos || point > 0x10FFFF) return {};
        point = point * base + static_cast<char32_t>(digit);
    }
    return point;
}

using Table = std::unordered_map<std::string_view, char32_t>;

Table table_of(std::string_view text)
{
    Table table;
    while (!(text = trim(text)).empty()) {
        const std::size_t space = text.find(' ');
        const std::size_t end = std::min(text.find_first_of(" \n", space + 1), text.size());
        table.emplace(text.substr(0, space),
                      number(text.substr(space + 1, end - space - 1), 16).value_or(0));
        text.remove_prefix(end);
    }
    return table;
}

char32_t character(std::string_view name)
{
    static const Table table = table_of(characters);
    const auto at = table.find(name);
    return at == table.end() ? 0 : at->second;
}

char32_t accent(std::string_view name)
{
    static const Table table = table_of(accents);
    const auto at = table.find(name);
    return at == table.end() ? 0 : at->second;
}

// `u00E9` or `u0041_0301`
std::u32string unicode_name(std::string_view name)
{
    if (!name.starts_with('u')) return {};
    std::u32string points;
    for (const std::string_view digits : split(name.substr(1), '_')) {
        const auto point = number(digits, 16);
        if (!point || digits.size() < 4 || digits.size() > 6) return {};
        points += *point;
    }
    return points;
}

std::u32string component(std::string_view name)
{
    if (const char32_t point = character(name)) return {point};
    // `fi` is a ligature for the eye only. A reader searches for its letters.
    if (name == "ff") return U"ff";
    if (name == "fi") return U"fi";
    if (name == "fl") return U"fl";
    if (name == "Fi") return U"ffi";
    if (name == "Fl") return U"ffl";
    if (name == "`") return U"\u2018";
    if (name == "'") return U"\u2019";
    if (name.starts_with("char")) {
        const auto point = number(name.substr(4), 10);
        return name.size() > 4 && name.size() < 8 && point ? std::u32string{*point}
                                                           : std::u32string{};
    }
    if (std::u32string points = unicode_name(name); !points.empty()) return points;
    const std::u32string points = code_points(name);
    return points.size() == 1 ? points : std::u32string{};
}

std::string composed(const std::u32string& points)
{
    std::string text = utf8(points);
    if (points.size() < 2) return text;
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return text;
    std::string result;
    normalizer->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(result);
    return U_FAILURE(status) ? text : result;
}

}  // namespace

std::string special_character(std::string_view name)
{
    std::u32string points;
    for (const std::string_view part : split(name, ' ')) {
        const char32_t combining = points.empty() ? 0 : accent(part);
        points += combining ? std::u32string{combining} : component(part);
    }
    return composed(points);
}

}  // namespace manual
