using Microsoft.Net.Http.Headers;

namespace TrustedPublish.Rehearsal.Stage.Integrity;

/// <summary>Where the provenance of a file is read (PEP 740; warehouse api/integrity.py).</summary>
internal sealed class IntegrityEndpoint(StageOptions options, IndexStore store)
{
    private static readonly string[] Types = ["application/vnd.pypi.integrity.v1+json", "application/json"];

    /// <summary>The path of a file's provenance.</summary>
    public static string PathOf(StoredFile file) => $"/integrity/{file.Project}/{file.Version}/{file.FileName}/provenance";

    public void Map(WebApplication app) => app.MapGet("/integrity/{project}/{version}/{fileName}/provenance", async (string project, string version, string fileName, HttpContext context) =>
    {
        if (store.Find(fileName) is not { } file || file.Project != ProjectNames.Normalize(project) || file.Version != version)
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.Headers.Vary = "Accept";
        if (Choose(context.Request.Headers.Accept.ToString()) is not { } type) await RefuseAsync(context, 406, "Request not acceptable");
        else if (!options.AttestationsEnabled) await RefuseAsync(context, 403, "Attestations temporarily disabled");
        else if (file.Provenance is not { } provenance) await RefuseAsync(context, 404, $"No provenance available for {fileName}");
        else
        {
            context.Response.ContentType = type;
            context.Response.Headers.AccessControlAllowOrigin = "*";
            await context.Response.Body.WriteAsync(provenance, context.RequestAborted);
        }
    });

    /// <summary>The type that the client likes best, of equal ones the index's own.</summary>
    private static string? Choose(string accept)
    {
        if (accept.Length == 0) return Types[0];
        if (!MediaTypeHeaderValue.TryParseList([accept], out var ranges)) return null;
        double QualityOf(string type) => ranges.Where(range => Covers(range, type))
            .OrderBy(static range => range.MatchesAllTypes).ThenBy(static range => range.MatchesAllSubTypes)
            .Select(static range => range.Quality ?? 1).FirstOrDefault();
        return Types.Select(type => (Type: type, Quality: QualityOf(type))).Where(static offer => offer.Quality > 0).OrderByDescending(static offer => offer.Quality).Select(static offer => offer.Type).FirstOrDefault();
    }

    // The framework's own comparison takes application/json for a type that covers every +json.
    private static bool Covers(MediaTypeHeaderValue range, string type) =>
        range.MatchesAllTypes || (range.MatchesAllSubTypes && range.Type.Equals("application", StringComparison.OrdinalIgnoreCase)) || range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context, int status, string message) => JsonAnswer.WriteAsync(context, status, new { message });
}
