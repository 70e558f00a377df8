using System.Text;

namespace TrustedPublish.Unit.Support;

/// <summary>JWTs with claims of the test's choice. Nothing here checks a signature, so they have none.</summary>
public static class Jwt
{
    public static string With(string claims) => $"{Encode("{\"alg\":\"RS256\",\"kid\":\"k\"}")}.{Encode(claims)}.c2lnbmF0dXJl";

    private static string Encode(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
