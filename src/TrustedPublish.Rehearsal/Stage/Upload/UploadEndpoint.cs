using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using TrustedPublish.Rehearsal.Stage.Oidc;
using TrustedPublish.Rehearsal.Stage.Upload.Archive;
using TrustedPublish.Rehearsal.Stage.Upload.Attestations;

namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>The upload, with its checks in the index's order (warehouse forklift/legacy.py).</summary>
internal sealed class UploadEndpoint(StageOptions options, IndexStore store, ApiTokens tokens, RegisteredPublishers publishers, AttestationField attestations)
{
    // To look for a file and to store it are one step: of two equal names, one is first.
    private readonly Lock _one = new();

    public void Map(WebApplication app) => app.MapPost("/legacy/{**rest}", async context =>
    {
        if (context.Request.Path != "/legacy/")
        {
            // Without its slash the address redirects, and a client that follows loses its body.
            context.Response.StatusCode = context.Request.Path == "/legacy" ? StatusCodes.Status308PermanentRedirect : StatusCodes.Status404NotFound;
            context.Response.Headers.Location = "/legacy/";
            return;
        }

        var path = store.NewPath();
        var kept = false;
        try
        {
            kept = await ReceiveAsync(context, path);
        }
        catch (UploadRefusedException refusal)
        {
            await IndexError.WriteAsync(context, refusal.Status, refusal.Message);
        }
        finally
        {
            if (!kept) File.Delete(path);
        }
    });

    /// <summary>Whether the bytes at <paramref name="path"/> now belong to the index.</summary>
    private async Task<bool> ReceiveAsync(HttpContext context, string path)
    {
        // The whole body is read before anything is said of it, as the index does: an early answer looks like a reset.
        var upload = await MultipartForm.ReadAsync(context.Request, path, context.RequestAborted);
        switch (upload[":action"])
        {
            case "file_upload":
                break;
            case "submit" or "submit_pkg_info" or "doc_upload":
                throw new UploadRefusedException(410, "This API has been deprecated. See https://packaging.python.org/guides/migrating-to-pypi-org/ for more information.");
            default:
                throw UploadRefusedException.BadRequest("We don't support this action.");
        }

        var grant = Credentials.Find(context.Request, tokens);
        FormRules.Check(upload);
        var project = upload["name"]!;
        var version = ReleaseVersion.TryParse(upload["version"]!)!;
        Credentials.RequireProject(grant, project, publishers);

        var file = upload.Content ?? throw UploadRefusedException.BadRequest("Upload payload does not have a file.");
        if (file.ContentType is null || file.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
            throw UploadRefusedException.BadRequest("Invalid distribution file.");
        var fileType = upload["filetype"]!;
        FileNameRules.Check(file.FileName, fileType, project, version);
        if (file.Size > options.MaximumFileBytes)
            throw UploadRefusedException.BadRequest($"File too large. Limit for project '{project}' is {options.MaximumFileBytes / 1024 / 1024} MB. See https://pypi.org/help/#file-size-limit for more information.");
        await CheckDigestsAsync(upload, file, context.RequestAborted);

        var stored = new StoredFile(ProjectNames.Normalize(project), version.Canonical, file.FileName, fileType, file.Size, file.Sha256, path, upload.Fields) { StoredAt = options.TimeProvider.GetUtcNow() };
        lock (_one)
        {
            if (IsKnown(stored)) return false;
        }

        // Outside the lock: to read through a large archive takes its time, and other uploads need not wait for it.
        ArchiveRules.Check(path, file.FileName, upload, version);
        // An index that has them switched off does not look at them.
        if (options.AttestationsEnabled && upload.All("attestations").LastOrDefault() is { } field) stored = stored with { Provenance = attestations.Check(field, grant, file) };
        lock (_one)
        {
            return !IsKnown(stored) && store.TryAdd(stored);
        }
    }

    /// <summary>Whether the index has this very file: then it answers 200, empty, and changes nothing.</summary>
    /// <exception cref="UploadRefusedException">It has another file in its place.</exception>
    private bool IsKnown(StoredFile file)
    {
        if (store.Files.FirstOrDefault(known => known.FileName == file.FileName || known.Sha256 == file.Sha256) is { } known)
        {
            if (known.FileName == file.FileName && known.Sha256 == file.Sha256) return true;
            throw UploadRefusedException.BadRequest($"File already exists ('{known.FileName}', with sha256 hash '{known.Sha256}'). See https://pypi.org/help/#file-name-reuse for more information.");
        }

        if (file.FileType == "sdist" && store.Files.Any(other => other.Project == file.Project && other.FileType == "sdist" && ReleaseVersion.TryParse(other.Version)!.Identity == ReleaseVersion.TryParse(file.Version)!.Identity))
            throw UploadRefusedException.BadRequest("Only one sdist may be uploaded per release.");
        return false;
    }

    /// <summary>All three are computed of every upload, as the index does, whichever the client sends (warehouse forklift/legacy.py).</summary>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The index computes MD5 too.")]
    private static async Task CheckDigestsAsync(ReceivedUpload upload, ReceivedFile file, CancellationToken cancellationToken)
    {
        await using var stream = new BufferedStream(File.OpenRead(file.Path), 128 * 1024);
        var md5 = Convert.ToHexString(await MD5.HashDataAsync(stream, cancellationToken));
        stream.Position = 0;
        var blake2 = await Blake2b256.ComputeAsync(stream, cancellationToken);
        foreach (var (field, digest) in new[] { ("md5_digest", md5), ("sha256_digest", file.Sha256), ("blake2_256_digest", blake2) })
        {
            if (upload[field] is { } sent && !sent.Equals(digest, StringComparison.OrdinalIgnoreCase))
                throw UploadRefusedException.BadRequest("The digest supplied does not match a digest calculated from the uploaded file.");
        }
    }
}
