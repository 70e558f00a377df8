using System.Net;
using System.Text;
using TrustedPublish.Rehearsal.Stage.Integrity;

namespace TrustedPublish.Rehearsal.Stage.Simple;

/// <summary>Where installers read: project pages in HTML (PEP 503) and JSON (PEP 691), and the files.</summary>
internal sealed class SimpleEndpoint(StageOptions options, IndexStore store)
{
    private const string JsonType = "application/vnd.pypi.simple.v1+json";

    public void Map(WebApplication app)
    {
        app.MapGet("/simple/", context => IsJson(context)
            ? JsonAnswer.WriteAsync(context, 200, new { meta = new Dictionary<string, string> { ["api-version"] = "1.0" }, projects = Projects().Select(static name => new { name }) }, JsonType)
            : HtmlAsync(context, "Simple index", string.Concat(Projects().Select(static name => $"<a href=\"/simple/{name}/\">{name}</a><br>\n"))));
        app.MapGet("/simple/{project}/", ProjectAsync);
        app.MapGet("/files/{project}/{fileName}", FileAsync);
        app.MapGet("/project/{project}/{version}/", ReleaseAsync);
    }

    /// <summary>The files that the pages show by now.</summary>
    private IEnumerable<StoredFile> Shown() => store.Files.Where(file => file.StoredAt + options.SimpleDelay <= options.TimeProvider.GetUtcNow());

    private IEnumerable<string> Projects() => Shown().Select(static file => file.Project).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private async Task ProjectAsync(HttpContext context)
    {
        var project = ProjectNames.Normalize((string)context.Request.RouteValues["project"]!);
        var files = Shown().Where(file => file.Project == project).ToList();
        if (files.Count == 0)
        {
            context.Response.StatusCode = 404;
            return;
        }

        string? Python(StoredFile file) => file.Form.Where(static field => field.Key == "requires_python").Select(static field => field.Value).FirstOrDefault();
        if (!IsJson(context))
        {
            await HtmlAsync(context, $"Links for {project}", string.Concat(files.Select(file =>
                $"<a href=\"/files/{project}/{file.FileName}#sha256={file.Sha256}\"{(Python(file) is { } python ? $" data-requires-python=\"{WebUtility.HtmlEncode(python)}\"" : "")}{(Provenance(context, file) is { } provenance ? $" data-provenance=\"{provenance}\"" : "")}>{file.FileName}</a><br>\n")));
            return;
        }

        await JsonAnswer.WriteAsync(
            context,
            200,
            new
            {
                meta = new Dictionary<string, string> { ["api-version"] = "1.3" },
                name = project,
                versions = files.Select(static file => file.Version).Distinct(StringComparer.Ordinal),
                files = files.Select(file => new Dictionary<string, object?>
                {
                    ["filename"] = file.FileName,
                    ["url"] = $"{context.Request.Scheme}://{context.Request.Host}/files/{project}/{file.FileName}",
                    ["hashes"] = new Dictionary<string, string> { ["sha256"] = file.Sha256 },
                    ["requires-python"] = Python(file),
                    ["size"] = file.Size,
                    ["provenance"] = Provenance(context, file),
                }),
            },
            JsonType);
    }

    /// <summary>Where the file's provenance is (PEP 740, "Changes to the index"), or null.</summary>
    private static string? Provenance(HttpContext context, StoredFile file) => file.Provenance is null ? null : $"{context.Request.Scheme}://{context.Request.Host}{IntegrityEndpoint.PathOf(file)}";

    private async Task FileAsync(HttpContext context)
    {
        if (store.Find((string)context.Request.RouteValues["fileName"]!) is not { } file || file.Project != (string)context.Request.RouteValues["project"]!)
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        await context.Response.SendFileAsync(file.Path, context.RequestAborted);
    }

    private Task ReleaseAsync(HttpContext context)
    {
        var (project, version) = ((string)context.Request.RouteValues["project"]!, (string)context.Request.RouteValues["version"]!);
        var files = store.Files.Where(file => file.Project == project && file.Version == version).ToList();
        if (files.Count == 0) context.Response.StatusCode = 404;
        return HtmlAsync(context, $"{project} {version}", string.Concat(files.Select(file => $"<a href=\"/files/{project}/{file.FileName}\">{file.FileName}</a><br>\n")));
    }

    private static bool IsJson(HttpContext context) => context.Request.Headers.Accept.ToString().Contains(JsonType, StringComparison.OrdinalIgnoreCase);

    private static Task HtmlAsync(HttpContext context, string title, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"<!DOCTYPE html><html><head><title>{WebUtility.HtmlEncode(title)}</title></head><body>\n{body}</body></html>", Encoding.UTF8, context.RequestAborted);
    }
}
